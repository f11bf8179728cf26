internal import ServicePorts

extension EventBusContract {
    static let deadLetterCases: [ContractCase<EventBusContract>] = [
        .init("an event that keeps failing is given up after its attempts, with the last reason") {
            try await $0.givesUpAfterThePolicy()
        },
        .init("a dropped event is given up at once, with its reason") { try await $0.givesUpADrop() },
        .init("a given-up event is published on the dead-letter topic") { try await $0.publishesDeadLetters() },
        .init("dead letters come in the order in which they were given up") { try await $0.ordersDeadLetters() },
        .init("what one group gives up another still handles") { try await $0.keepsDeadLettersPerGroup() },
        .init("a topic without failures has no dead letters") { try await $0.hasNoDeadLettersWithoutFailure() },
    ]

    func givesUpAfterThePolicy() async throws {
        let topic = topic("give-up")
        let options = options("give-up", attempts: 3)
        let deliveries = Recorder<(number: Int, attempt: Int)>()
        let subscription = try await bus.subscribe(to: topic, as: options) { delivery in
            deliveries.record((delivery.event.data.number, delivery.attempt))
            return delivery.event.data.number == 1 ? .retry(reason: "failure \(delivery.attempt)") : .success
        }
        let published = [event(1), event(2)]
        try await bus.publish(published, to: topic)
        try await eventually(on: clock, "the event after the failing one arrived") {
            deliveries.count { $0.number == 2 } > 0
        }
        let letters = try await deadLetters.deadLetters(of: topic.name)
        await subscription.cancel()
        try require(letters.count == 1, "expected one dead letter, got \(letters)")
        guard let letter = letters.first else { return }
        try require(letter.eventID == published[0].id, "dead letter of \(letter.eventID), expected \(published[0].id)")
        try require(letter.topic == topic.name && letter.group == options.group, "wrong topic or group: \(letter)")
        try require(letter.partitionKey == published[0].partitionKey, "wrong partition key: \(letter)")
        try require(letter.attempts == 3 && letter.reason == "failure 3", "wrong attempts or reason: \(letter)")
        try require(
            deliveries.count { $0.number == 1 } >= 3,
            "given up after fewer than three deliveries: \(deliveries.elements)")
        try require(letter.time >= published[0].time, "given up at \(letter.time), before it was published")
    }

    func givesUpADrop() async throws {
        let topic = topic("drop")
        let attempts = Recorder<Int>()
        let subscription = try await bus.subscribe(to: topic, as: options("drop")) { delivery in
            guard delivery.event.data.number == 1 else { return .success }
            attempts.record(delivery.attempt)
            return .drop(reason: "cannot be handled")
        }
        try await bus.publish([event(1), event(2)], to: topic)
        try await eventually(on: clock, "the dropped event is a dead letter") {
            try await !deadLetters.deadLetters(of: topic.name).isEmpty
        }
        await subscription.cancel()
        let letters = try await deadLetters.deadLetters(of: topic.name)
        try require(letters.map(\.eventID) == [event(1).id], "dead letters are \(letters)")
        try require(letters.map(\.reason) == ["cannot be handled"], "dead letters are \(letters)")
        try require(letters.map(\.attempts) == [1], "a drop on the first attempt says \(letters)")
        try require(attempts.elements == [1], "a dropped event was delivered with attempts \(attempts.elements)")
    }

    func publishesDeadLetters() async throws {
        let topic = topic("dead-topic")
        let subscription = try await bus.subscribe(to: topic, as: options("dead-topic")) { delivery in
            delivery.event.data.number == 1 ? .drop(reason: "no") : .success
        }
        let published = [event(1), event(2)]
        try await bus.publish(published, to: topic)
        let dead = Topic<ContractPayload>(DeliveryRetryPolicy.deadLetterTopic(of: topic.name))
        let (seen, deadSubscription) = try await collect(dead, as: options("dead-reader"))
        try await eventually(on: clock, "the dead-letter topic delivered") { !seen.elements.isEmpty }
        await subscription.cancel()
        await deadSubscription.cancel()
        try require(seen.elements.first == published[0], "the dead-letter topic delivered \(seen.elements)")
        try require(!seen.numbers.contains(2), "an event that was handled is on the dead-letter topic")
    }

    func ordersDeadLetters() async throws {
        let topic = topic("dead-order")
        let subscription = try await bus.subscribe(to: topic, as: options("dead-order")) { delivery in
            .drop(reason: "number \(delivery.event.data.number)")
        }
        try await bus.publish((0..<12).map { event($0) }, to: topic)
        try await eventually(on: clock, "12 dead letters") {
            try await deadLetters.deadLetters(of: topic.name).count >= 12
        }
        await subscription.cancel()
        let reasons = try await deadLetters.deadLetters(of: topic.name).map(\.reason).firstSights()
        try require(reasons == (0..<12).map { "number \($0)" }, "given up in the order \(reasons)")
    }

    func keepsDeadLettersPerGroup() async throws {
        let topic = topic("dead-groups")
        let failing = options("dead-groups-failing")
        let subscription = try await bus.subscribe(to: topic, as: failing) { _ in .drop(reason: "never") }
        let (seen, healthySubscription) = try await collect(topic, as: options("dead-groups-healthy"))
        try await bus.publish([event(1)], to: topic)
        try await eventually(on: clock, "one group handled what the other gave up") {
            let letters = try await deadLetters.deadLetters(of: topic.name)
            return !letters.isEmpty && !seen.elements.isEmpty
        }
        await subscription.cancel()
        await healthySubscription.cancel()
        let groups = try await deadLetters.deadLetters(of: topic.name).map(\.group)
        try require(groups == [failing.group], "dead letters belong to \(groups)")
    }

    func hasNoDeadLettersWithoutFailure() async throws {
        let topic = topic("dead-none")
        let (seen, subscription) = try await collect(topic, as: options("dead-none"))
        try await bus.publish([event(1)], to: topic)
        try await eventually(on: clock, "the event arrived") { !seen.elements.isEmpty }
        await subscription.cancel()
        let letters = try await deadLetters.deadLetters(of: topic.name)
        try require(letters.isEmpty, "a topic whose events were handled has dead letters \(letters)")
    }
}
