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
            guard let token = request.value(DaprCallbackSettings.tokenHeader),
                let contentType = request.value("content-type")
            else { return nil }
            let answer = request.body.withUnsafeReadableBytes { body in
                delivery.answer(token: token, contentType: contentType, body)
            }
            return answer.map { ByteBuffer(bytes: $0) }
        }
    }
}

extension DirectRequest {
    /// The header's value, empty when it is not there; nil when it is there more than once.
    fileprivate func value(_ name: String) -> String? {
        switch field(name) {
        case .none: ""
        case .one(let value): value
        case .several: nil
        }
    }
}
