internal import CivilTime
internal import ServicePorts

extension EventBusContract {
    static let deliveryCases: [ContractCase<EventBusContract>] = [
        .init("every event of a topic reaches the group at least once") { try await $0.deliversEverything() },
        .init("an event arrives with every attribute as it was published") { try await $0.keepsTheEnvelope() },
        .init("each group sees every event") { try await $0.feedsEachGroup() },
        .init("members of a group share its events") { try await $0.sharesWithinAGroup() },
        .init("events of another topic do not arrive") { try await $0.separatesTopics() },
        .init("publishing no events succeeds and delivers nothing") { try await $0.publishesNothing() },
        .init("events published concurrently all arrive") { try await $0.takesConcurrentPublishers() },
    ]

    func deliversEverything() async throws {
        let topic = topic("everything")
        try await bus.publish((0..<30).map { event($0, key: "key-\($0 % 3)") }, to: topic)
        let (seen, subscription) = try await collect(topic, as: options("everything"))
        try await bus.publish((30..<60).map { event($0, key: "key-\($0 % 3)") }, to: topic)
        try await eventually(on: clock, "60 events arrived") { seen.numbers.count >= 60 }
        await subscription.cancel()
        try require(Set(seen.numbers) == Set(0..<60), "saw \(seen.numbers.sorted()), expected 0..<60")
    }

    func keepsTheEnvelope() async throws {
        let topic = topic("envelope")
        let published = CloudEvent(
            id: "\(namespace)-envelope", type: "com.example.envelope.v2", source: "/contract/source",
            subject: "subject/7", time: Timestamp(millisecondsSinceEpoch: 1_750_000_000_123),
            dataSchema: "https://example.com/schema.json", partitionKey: "a key: with \"signs\" and ünïcode 🦉",
            sequence: 9_007_199_254_740_993, correlationID: "correlation",
            traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            data: ContractPayload(number: -7, text: "line\nbreak \u{0} and / slash", note: ""))
        let (seen, subscription) = try await collect(topic, as: options("envelope"))
        try await bus.publish([published, event(2)], to: topic)
        try await eventually(on: clock, "both events arrived") { Set(seen.numbers).count == 2 }
        await subscription.cancel()
        let arrived = seen.elements.first { $0.id == published.id }
        try require(arrived == published, "published \(published), got \(String(describing: arrived))")
        let plain = seen.elements.first { $0.data.number == 2 }
        try require(
            plain?.subject == nil && plain?.dataSchema == nil && plain?.traceParent == nil && plain?.data.note == nil,
            "attributes that were not set came back set: \(String(describing: plain))")
    }

    func feedsEachGroup() async throws {
        let topic = topic("groups")
        let (first, firstSubscription) = try await collect(topic, as: options("groups-1"))
        let (second, secondSubscription) = try await collect(topic, as: options("groups-2"))
        try await bus.publish((0..<20).map { event($0) }, to: topic)
        try await eventually(on: clock, "both groups saw 20 events") {
            first.numbers.count == 20 && second.numbers.count == 20
        }
        let (late, lateSubscription) = try await collect(topic, as: options("groups-late"))
        try await eventually(on: clock, "a group that came later saw 20 events") { late.numbers.count == 20 }
        for subscription in [firstSubscription, secondSubscription, lateSubscription] { await subscription.cancel() }
        for seen in [first, second, late] {
            try require(seen.numbers == Array(0..<20), "a group saw \(seen.numbers)")
        }
    }

    func sharesWithinAGroup() async throws {
        let topic = topic("members")
        let (first, firstSubscription) = try await collect(topic, as: options("members"))
        let (second, secondSubscription) = try await collect(topic, as: options("members"))
        try await bus.publish((0..<60).map { event($0, key: "key-\($0 % 20)") }, to: topic)
        try await eventually(on: clock, "the members together saw 60 events") {
            Set(first.numbers).union(second.numbers).count == 60
        }
        await firstSubscription.cancel()
        await secondSubscription.cancel()
        let deliveries = first.elements.count + second.elements.count
        try require(
            deliveries < 120, "\(deliveries) deliveries of 60 events: each member got all, so nothing is shared")
    }

    func separatesTopics() async throws {
        let wanted = topic("separate-wanted")
        let other = topic("separate-other")
        let (seen, subscription) = try await collect(wanted, as: options("separate"))
        let (others, otherSubscription) = try await collect(other, as: options("separate"))
        try await bus.publish([event(1), event(2)], to: other)
        try await bus.publish([event(3)], to: wanted)
        try await eventually(on: clock, "both topics were delivered") {
            seen.numbers.contains(3) && others.numbers.count == 2
        }
        await subscription.cancel()
        await otherSubscription.cancel()
        try require(seen.numbers == [3], "topic with event 3 delivered \(seen.numbers)")
        try require(others.numbers == [1, 2], "topic with events 1 and 2 delivered \(others.numbers)")
    }

    func publishesNothing() async throws {
        let topic = topic("nothing")
        let (seen, subscription) = try await collect(topic, as: options("nothing"))
        try await bus.publish([], to: topic)
        try await bus.publish([event(1)], to: topic)
        try await eventually(on: clock, "the event after the empty batch arrived") { !seen.elements.isEmpty }
        await subscription.cancel()
        try require(seen.numbers == [1], "delivered \(seen.numbers), expected only event 1")
    }

    func takesConcurrentPublishers() async throws {
        let topic = topic("concurrent")
        let (seen, subscription) = try await collect(topic, as: options("concurrent"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for publisher in 0..<5 {
                group.addTask {
                    for number in 0..<10 {
                        try await bus.publish([event(publisher * 10 + number, key: "key-\(publisher)")], to: topic)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await eventually(on: clock, "50 events arrived") { seen.numbers.count == 50 }
        await subscription.cancel()
        for publisher in 0..<5 {
            let ofKey = seen.numbers.filter { $0 / 10 == publisher }
            try require(ofKey == ofKey.sorted(), "events of publisher \(publisher) arrived as \(ofKey)")
        }
    }
}
