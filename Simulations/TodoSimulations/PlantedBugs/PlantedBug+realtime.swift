internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension PlantedBug {
    private static func realtimeBus(
        _ change: @escaping @Sendable (inout EventBusDecorator) -> Void
    ) -> SystemParts {
        var parts = SystemParts()
        parts.wire = { role, ports in
            guard role == .realtime else { return }
            var bus = EventBusDecorator(base: ports.bus)
            change(&bus)
            ports.bus = bus
        }
        return parts
    }

    /// Replicas share their events, so that each socket misses some.
    static let sharedRealtimeGroup = PlantedBug(
        "shared-realtime-group", "all realtime replicas are in one consumer group",
        breaks: [.liveness, .convergence, .noLostChange],
        realtimeBus { bus in bus.onSubscribe = { $0.group = "websocket-service" } })

    /// A user's change is also sent to the user with the next number.
    static let foreignFanOut = PlantedBug(
        "foreign-fan-out", "a user's change reaches another user's sockets", breaks: [.isolation],
        realtimeBus { bus in
            bus.extras = { event in
                guard var foreign = event as? CloudEvent<TaskUpdate> else { return [] }
                foreign.data.userID = UserID(foreign.data.userID == UserID("user-1") ? "user-2" : "user-1")
                return [foreign]
            }
        })

    /// The first missed change is left out.
    static let positionSkippedOnResume = PlantedBug(
        "position-skipped-on-resume", "a client that comes back is resumed one change too late",
        breaks: [.noLostChange, .convergence, .liveness],
        {
            var parts = SystemParts()
            parts.resumePosition = { StreamPosition(epoch: $0.epoch, sequence: $0.sequence + 1) }
            return parts
        }())
}
