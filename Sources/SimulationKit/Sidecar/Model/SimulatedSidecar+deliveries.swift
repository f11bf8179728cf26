internal import CivilTime
internal import ServicePorts
internal import SidecarRules

extension SimulatedSidecar {
    private static let errors = failure("ERR_PUBSUB")

    /// Joins the component's group, trying until the broker answers.
    func subscribe(to subscription: SidecarSubscription) async throws {
        guard let component = settings.component(subscription.component) else { return }
        while true {
            var joined: BusMember?
            do {
                try await environment.call(
                    "subscribe", of: .bus, failing: .publishFailures, errors: SimulatedSidecar.errors
                ) {
                    joined = join(subscription, component)
                }
                if let joined { members.append(joined) }
                return
            } catch is SidecarError {
                joined?.leave(hasCrashed: false)
                try await environment.pass(1_000_000, "another try to subscribe")
            }
        }
    }

    private func join(_ subscription: SidecarSubscription, _ component: SidecarPubSub) -> BusMember {
        let bus = backends.bus
        let options = SubscriptionOptions(group: component.consumerGroup, start: component.start)
        let group = bus.group(options, on: bus.log(named: subscription.topic))
        let course = DeliveryCourse(
            subscription: subscription, group: group,
            rules: SidecarDelivery(
                hasDeadLetterTopic: subscription.deadLetterTopic != nil, inbound: component.inbound,
                componentPause: component.componentPause))
        let pauses = DeliveryRetryPolicy(
            maximumAttempts: .max, firstPause: component.componentPause, longestPause: component.componentPause)
        let member = BusMember(environment: environment, group: group, retry: pauses) { [self] record, _ in
            await deliver(record, course)
        }
        course.member = member
        member.commitsEachSecond = true
        member.join()
        return member
    }

    /// Brings one event to the application until the rules say that it is settled, or are at their end.
    private func deliver(_ record: EventRecord, _ course: DeliveryCourse) async -> Acknowledgement {
        let began = simulation.elapsed
        var failures = 0
        while true {
            let verdict = await verdict(on: record, course.subscription)
            if verdict != .acknowledged { failures += 1 }
            let step = course.rules.step(after: verdict, failures: failures, elapsed: simulation.elapsed - began)
            do {
                switch step {
                case .acknowledge: return .success
                case .deadLetter(let reason): return try await bury(record, reason, failures, course)
                case .redeliver(_, let reason): return .retry(reason: reason)
                case .again(let pause):
                    let microseconds = pause.lowerBound.wholeMicroseconds...pause.upperBound.wholeMicroseconds
                    try await environment.pass(random.number(in: microseconds), "a retry")
                }
            } catch {
                return .retry(reason: "\(error)")
            }
            // A sidecar that shuts down settles nothing any more.
            guard course.member?.isSubscribed == true else { return .retry(reason: "the sidecar stops") }
        }
    }

    private func verdict(on record: EventRecord, _ subscription: SidecarSubscription) async -> SidecarDelivery.Verdict {
        let bytes = (try? record.encoded()) ?? []
        let stored = (record as? SidecarRecord)?.event ?? SidecarJSON(bytes)
        if let verdict = SidecarDelivery.verdict(onStored: stored, now: simulation.now) { return verdict }
        guard let event = stored, let path = subscription.path(for: event) else {
            return .dropped(reason: "no rule picks the event")
        }
        let headers = [
            "content-type": "application/cloudevents+json", "pubsubname": subscription.component,
            "__topic": subscription.topic, "__key": record.partitionKey,
        ]
        return SidecarDelivery.verdict(
            on: await app.handle(SidecarRequest(.post, path, headers: headers, body: bytes)))
    }

    /// Publishes to the dead-letter topic; while that fails the event is not settled.
    private func bury(
        _ record: EventRecord, _ reason: String, _ attempts: Int, _ course: DeliveryCourse
    ) async throws -> Acknowledgement {
        try await environment.call(
            "publish a dead letter", of: .bus, failing: .publishFailures, errors: SimulatedSidecar.errors
        ) {
            simulation.traceEvent("dead letter", environment, "\(course.subscription.topic) \(record.id): \(reason)")
            course.group.onDeadLetter(record, reason, attempts)
        }
        return .success
    }
}

/// What all deliveries of one subscription share.
private final class DeliveryCourse: @unchecked Sendable {
    let subscription: SidecarSubscription
    let group: ConsumerGroup
    let rules: SidecarDelivery
    weak var member: BusMember?

    init(subscription: SidecarSubscription, group: ConsumerGroup, rules: SidecarDelivery) {
        self.subscription = subscription
        self.group = group
        self.rules = rules
    }
}
