internal import ServicePorts

extension EventBusError {
    /// The error of a batch that was not taken as a whole.
    ///
    /// It is `unavailable` only if not one event can be at the brokers.
    init(
        _ outcome: PublishingBatch.Outcome, _ refusal: KafkaErrorCode?, of count: Int, topic: String,
        problems: String?
    ) {
        let isOfTheEvents = outcome.isOfTheEvents || refusal?.isOfTheEvent == true
        let mayBeThere = outcome.persisted + outcome.possiblyPersisted
        let code: Code = isOfTheEvents ? .invalid : mayBeThere > 0 ? .ambiguous : .unavailable
        var message = "\(outcome.persisted) of \(count) events for '\(topic)' are published"
        if outcome.possiblyPersisted > 0 { message += ", \(outcome.possiblyPersisted) more perhaps" }
        if let error = refusal ?? outcome.error { message += ": \(error)" }
        if let problems, code != .invalid { message += "; lately: \(problems)" }
        self.init(code, message)
    }
}
