internal import CKafka
internal import Synchronization

/// The records of one call of `publish`, which returns when the fate of each of them is known.
final class PublishingBatch: Sendable {
    /// How many records ended in which way.
    struct Outcome: Sendable {
        var persisted = 0
        var notPersisted = 0
        var possiblyPersisted = 0
        /// The first error, in the order of the reports.
        var error: KafkaErrorCode?
        /// True when an error was one of the events themselves.
        var isOfTheEvents = false
    }

    private struct State {
        var outcome = Outcome()
        var outstanding = 0
        var isComplete = false
        var waiter: CheckedContinuation<Outcome, Never>?
    }

    /// When the producer gives the batch up.
    let deadline: ContinuousClock.Instant
    private let state: Mutex<State> = Mutex(State())

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    /// True when each record's fate is known and no more will be added.
    var isSettled: Bool { state.withLock { $0.isComplete && $0.outstanding == 0 } }

    /// Notes a record before it is handed to librdkafka.
    func add() {
        state.withLock { $0.outstanding += 1 }
    }

    /// Takes a record back that librdkafka refused.
    func remove() {
        state.withLock { $0.outstanding -= 1 }
    }

    /// Notes a record's fate.
    func settle(_ error: KafkaErrorCode, _ status: rd_kafka_msg_status_t) {
        let answer = state.withLock { state -> (CheckedContinuation<Outcome, Never>, Outcome)? in
            state.outcome.note(error, status)
            state.outstanding -= 1
            guard state.outstanding == 0, state.isComplete, let waiter = state.waiter else { return nil }
            state.waiter = nil
            return (waiter, state.outcome)
        }
        if let (waiter, outcome) = answer { waiter.resume(returning: outcome) }
    }

    /// Says that no record will be added, and returns when each record's fate is known.
    func finish() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state -> Outcome? in
                state.isComplete = true
                if state.outstanding == 0 { return state.outcome }
                state.waiter = continuation
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}

extension PublishingBatch.Outcome {
    /// Notes a record's fate as librdkafka tells it.
    mutating func note(_ code: KafkaErrorCode, _ status: rd_kafka_msg_status_t) {
        guard code != .none else {
            persisted += 1
            return
        }
        error = error ?? code
        isOfTheEvents = isOfTheEvents || code.isOfTheEvent
        switch status {
        case RD_KAFKA_MSG_STATUS_NOT_PERSISTED: notPersisted += 1
        case RD_KAFKA_MSG_STATUS_PERSISTED: persisted += 1
        default: possiblyPersisted += 1
        }
    }
}
