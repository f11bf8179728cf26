internal import ServicePorts

extension EventBusContract {
    static let orderCases: [ContractCase<EventBusContract>] = [
        .init("events of a key arrive in publishing order") { try await $0.keepsOrderWithinAKey() },
        .init("a retried event is delivered again before later events of its key") { try await $0.retriesInOrder() },
        .init("the attempt number grows with each retry") { try await $0.countsAttempts() },
        .init("a handler never has two events of a key at the same time") { try await $0.handlesAKeySerially() },
        .init("a failing event does not keep other keys waiting for ever") { try await $0.isolatesAPoisonKey() },
    ]

    func keepsOrderWithinAKey() async throws {
        let topic = topic("order")
        let (seen, subscription) = try await collect(topic, as: options("order"))
        for batch in 0..<10 {
            try await bus.publish((0..<12).map { event(batch * 12 + $0, key: "key-\($0 % 4)") }, to: topic)
        }
        try await eventually(on: clock, "120 events arrived") { seen.numbers.count == 120 }
        await subscription.cancel()
        for key in 0..<4 {
            let ofKey = seen.elements.filter { $0.partitionKey == "key-\(key)" }.map(\.data.number).firstSights()
            try require(ofKey == ofKey.sorted(), "events of key-\(key) arrived as \(ofKey)")
        }
    }

    func retriesInOrder() async throws {
        let topic = topic("retry-order")
        let answered = Recorder<(number: Int, success: Bool)>()
        let subscription = try await bus.subscribe(to: topic, as: options("retry-order")) { delivery in
            let number = delivery.event.data.number
            let failures = answered.count { $0.number == number && !$0.success }
            let success = number % 3 != 0 || failures >= 2
            answered.record((number, success))
            return success ? .success : .retry(reason: "not yet")
        }
        try await bus.publish((0..<10).map { event($0) }, to: topic)
        try await eventually(on: clock, "event 9 succeeded") {
            answered.count { $0.number == 9 && $0.success } > 0
        }
        await subscription.cancel()
        var settled: Set<Int> = []
        for (number, success) in answered.elements {
            let missing = (0..<number).filter { !settled.contains($0) }
            try require(missing.isEmpty, "event \(number) was delivered before \(missing) of its key had succeeded")
            if success { settled.insert(number) }
        }
        try require(settled == Set(0..<10), "only \(settled.sorted()) of 0..<10 succeeded")
    }

    func countsAttempts() async throws {
        let topic = topic("attempts")
        let attempts = Recorder<Int>()
        let subscription = try await bus.subscribe(to: topic, as: options("attempts")) { delivery in
            attempts.record(delivery.attempt)
            return delivery.attempt < 4 ? .retry(reason: "attempt \(delivery.attempt)") : .success
        }
        try await bus.publish([event(1)], to: topic)
        try await eventually(on: clock, "the fourth attempt came") { attempts.elements.contains(4) }
        await subscription.cancel()
        try require(
            Array(attempts.elements.prefix(4)) == [1, 2, 3, 4], "attempts came numbered as \(attempts.elements)")
    }

    func handlesAKeySerially() async throws {
        let topic = topic("serial")
        let running = Recorder<(key: String, begins: Bool)>()
        let clock = clock
        let subscription = try await bus.subscribe(to: topic, as: options("serial")) { delivery in
            running.record((delivery.event.partitionKey, true))
            try? await clock.sleep(for: .milliseconds(2))
            running.record((delivery.event.partitionKey, false))
            return .success
        }
        try await bus.publish((0..<40).map { event($0, key: "key-\($0 % 4)") }, to: topic)
        try await eventually(on: clock, "40 events were handled") { running.count { !$0.begins } >= 40 }
        await subscription.cancel()
        for key in (0..<4).map({ "key-\($0)" }) {
            var active = 0
            for step in running.elements where step.key == key {
                active += step.begins ? 1 : -1
                try require(active <= 1, "two events of \(key) were being handled at the same time")
            }
        }
    }

    func isolatesAPoisonKey() async throws {
        let topic = topic("poison")
        let seen = Recorder<String>()
        let subscription = try await bus.subscribe(to: topic, as: options("poison", attempts: 5)) { delivery in
            guard delivery.event.id.contains("poison-0") else {
                seen.record(delivery.event.id)
                return .success
            }
            return .retry(reason: "poison")
        }
        // Enough keys that some share whatever lanes or partitions an implementation has.
        let healthy = (0..<50).map { event($0, key: "healthy-\($0)") }
        try await bus.publish([event(0, key: "poison"), event(1, key: "poison")] + healthy, to: topic)
        try await eventually(on: clock, "every healthy key and the rest of the poison key arrived") {
            Set(seen.elements).count == 51
        }
        await subscription.cancel()
        try require(!seen.elements.contains { $0.hasSuffix("poison-0") }, "the poison event counted as handled")
    }
}
