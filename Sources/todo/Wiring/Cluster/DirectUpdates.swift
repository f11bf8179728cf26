internal import DaprAdapters
internal import NIOCore
internal import ServicePorts
internal import TodoPorts
internal import TodoServer
internal import TodoServices

/// The way of updates from the sidecar to the realtime service, without a task and without taking them apart.
struct DirectUpdates {
    let service: RealtimeService
    let lane: SharedLane
    let settings: DaprCallbackSettings

    /// The requests that a connection answers by itself.
    var requests: DirectRequests {
        let delivery = DirectDelivery(
            of: TodoTopics.taskUpdates.name, to: service.group, settings, reading: TaskUpdateShape.event,
            { PassedUpdate($0) },
            take: { [service, lane] updates in
                lane.enter { service.assumeIsolated { $0.pass(updates) } }
            })
        return DirectRequests(paths: [delivery.path]) { request in
            // Of headers that come twice another takes the last.
            guard request.count(of: DaprCallbackSettings.tokenHeader) <= 1, request.count(of: "content-type") <= 1
            else { return nil }
            let answer = request.body.withUnsafeReadableBytes { body in
                delivery.answer(
                    token: request.header(DaprCallbackSettings.tokenHeader),
                    contentType: request.header("content-type"), body)
            }
            return answer.map { ByteBuffer(bytes: $0) }
        }
    }
}
