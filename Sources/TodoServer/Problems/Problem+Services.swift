internal import HTTPTypes
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

extension Problem {
    /// The refusal that stands for an error of a service or a store; nil when it was not foreseen.
    init?(serviceError error: any Error) {
        switch error {
        case let failure as ValidationFailure: self = Problem(failure)
        case let refusal as TaskRefusal: self = Problem(refusal)
        case is AccountStoreError, is AuditLogError, is TaskStoreError: self = .storeUnavailable
        case is RevocationsUnknown, is InvocationError: self = .storeUnavailable
        default: return nil
        }
    }

    /// The answer while a store does not answer.
    static let storeUnavailable: Problem = .init(
        .unavailable, "the store does not answer now; try again", headers: [.retryAfter: "1"])

    private init(_ refusal: TaskRefusal) {
        switch refusal {
        case .notFound(let what): self = Problem(.notFound, "\(what) does not exist")
        case .invalid(let failure): self = Problem(failure)
        case .versionMismatch(let current):
            self = Problem(
                .versionMismatch, "the version is \(current) by now; read it again before changing it",
                headers: [.eTag: "\"\(current)\""])
        case .tagExists(let name): self = Problem(.conflict, "another tag is named '\(name)', ignoring case")
        case .conflict(let reason): self = Problem(.conflict, reason)
        case .idempotencyKeyReused:
            self = Problem(.keyReused, "the Idempotency-Key was used for another command; use a new key")
        case .tooEarly: self = Problem(.conflict, "the reminder's instant has not come")
        case .busy:
            self = Problem(
                .unavailable, "too many changes to these tasks at once; try again", headers: [.retryAfter: "1"])
        case .unavailable: self = .storeUnavailable
        case .outcomeUnknown:
            self = Problem(
                .unavailable, "it is not known whether this was done; repeat it with the same Idempotency-Key",
                headers: [.retryAfter: "1"])
        }
    }
}
