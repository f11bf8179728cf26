internal import ServicePorts

extension EventBusContract {
    static let subscriptionCases: [ContractCase<EventBusContract>] = [
        .init("a new group that starts at the latest sees only what is published afterwards") {
            try await $0.startsAtTheLatest()
        },
        .init("a new group that starts at the earliest sees what was published before") {
            try await $0.startsAtTheEarliest()
        },
        .init("a group resumes where it was after its subscription was cancelled") { try await $0.resumes() },
        .init("an event not yet handled when the subscription ends comes again") { try await $0.keepsUnhandled() },
        .init("cancel returns only when no handler is running, and nothing is delivered afterwards") {
            try await $0.cancelsCleanly()
        },
        .init("cancelling twice is harmless") { try await $0.cancelsTwice() },
    ]

    func startsAtTheLatest() async throws {
        let topic = topic("latest")
        try await bus.publish((0..<10).map { event($0) }, to: topic)
        let (seen, subscription) = try await collect(topic, as: options("latest", start: .latest))
        try await bus.publish((10..<15).map { event($0) }, to: topic)
        try await eventually(on: clock, "the five new events arrived") { Set(seen.numbers).isSuperset(of: 10..<15) }
        await subscription.cancel()
        try require(seen.numbers == Array(10..<15), "expected 10..<15, saw \(seen.numbers)")
    }

    func startsAtTheEarliest() async throws {
        let topic = topic("earliest")
        try await bus.publish((0..<10).map { event($0) }, to: topic)
        let (seen, subscription) = try await collect(topic, as: options("earliest"))
        try await eventually(on: clock, "the ten old events arrived") { seen.numbers.count == 10 }
        await subscription.cancel()
        try require(seen.numbers == Array(0..<10), "expected 0..<10, saw \(seen.numbers)")
    }

    func resumes() async throws {
        let topic = topic("resume")
        let (before, first) = try await collect(topic, as: options("resume", start: .latest))
        try await bus.publish((0..<10).map { event($0) }, to: topic)
        try await eventually(on: clock, "ten events arrived") { before.numbers.count == 10 }
        await first.cancel()
        try await bus.publish((10..<15).map { event($0) }, to: topic)
        // The position is the group's, so a start that would skip the five must not count.
        let (after, second) = try await collect(topic, as: options("resume", start: .latest))
        try await eventually(on: clock, "events published meanwhile arrived") {
            Set(after.numbers).isSuperset(of: 10..<15)
        }
        await second.cancel()
        try require(!after.numbers.contains(0), "the group began anew instead of resuming: \(after.numbers)")
        try require(before.numbers == Array(0..<10), "before the pause the group saw \(before.numbers)")
    }

    func keepsUnhandled() async throws {
        let topic = topic("unhandled")
        let tries = Recorder<Int>()
        let first = try await bus.subscribe(to: topic, as: options("unhandled")) { delivery in
            tries.record(delivery.event.data.number)
            return .retry(reason: "not while this subscription lives")
        }
        try await bus.publish((0..<3).map { event($0) }, to: topic)
        try await eventually(on: clock, "a delivery was tried") { !tries.elements.isEmpty }
        await first.cancel()
        let (seen, second) = try await collect(topic, as: options("unhandled"))
        try await eventually(on: clock, "the unhandled events came again") { seen.numbers.count == 3 }
        await second.cancel()
        try require(seen.numbers == [0, 1, 2], "expected 0, 1, 2 in order, saw \(seen.numbers)")
    }

    func cancelsCleanly() async throws {
        let topic = topic("cancel")
        let steps = Recorder<String>()
        let clock = clock
        let subscription = try await bus.subscribe(to: topic, as: options("cancel")) { _ in
            steps.record("begin")
            try? await clock.sleep(for: .milliseconds(50))
            steps.record("end")
            return .success
        }
        try await bus.publish((0..<4).map { event($0, key: "key-\($0)") }, to: topic)
        try await eventually(on: clock, "a handler began") { steps.elements.contains("begin") }
        await subscription.cancel()
        let atCancel = steps.elements
        let begun = atCancel.count { $0 == "begin" }
        try require(begun == atCancel.count - begun, "cancel returned while a handler was running: \(atCancel)")
        let (seen, witness) = try await collect(topic, as: options("cancel-witness"))
        try await bus.publish([event(9)], to: topic)
        try await eventually(on: clock, "another group saw the later event") { seen.numbers.contains(9) }
        await witness.cancel()
        try require(steps.elements.count == atCancel.count, "a handler ran after its subscription was cancelled")
    }

    func cancelsTwice() async throws {
        let topic = topic("cancel-twice")
        let (_, subscription) = try await collect(topic, as: options("cancel-twice"))
        await subscription.cancel()
        await subscription.cancel()
        let (seen, again) = try await collect(topic, as: options("cancel-twice"))
        try await bus.publish([event(1)], to: topic)
        try await eventually(on: clock, "the group goes on after a double cancel") { seen.numbers == [1] }
        await again.cancel()
    }
}
