package import ServicePorts

/// Publishing through a bus, whatever stands behind it.
package struct Publishing: Sendable {
    let bus: any EventBus

    /// Publishing through that bus.
    package init(_ bus: any EventBus) {
        self.bus = bus
    }

    /// Publishes the events in calls of that many, so many calls at the same time.
    package func publish(
        _ events: [CloudEvent<Measured>], to topic: Topic<Measured>, perCall: Int, callers: Int
    ) async throws {
        let calls = (events.count + perCall - 1) / perCall
        try await inTurn(calls, callers: callers) { call in
            let place = call * perCall
            try await bus.publish(Array(events[place..<min(place + perCall, events.count)]), to: topic)
        }
    }
}

/// Makes that many calls, so many of them at the same time; a caller makes its own one after the other.
package func inTurn(
    _ calls: Int, callers: Int, _ call: @escaping @Sendable (_ number: Int) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<callers {
            group.addTask {
                for number in stride(from: caller, to: calls, by: callers) { try await call(number) }
            }
        }
        try await group.waitForAll()
    }
}
