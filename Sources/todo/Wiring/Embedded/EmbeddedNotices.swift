internal import EmbeddedAdapters
internal import Logging
internal import Metrics

/// Tells operators what the embedded adapters do by themselves: a line in the log and a count by kind.
struct EmbeddedNotices: Sendable {
    private let logger = Logger(label: "embedded-adapters")

    /// Takes note of one notice.
    func record(_ notice: EmbeddedNotice) {
        Counter(label: "todo_adapter_notices_total", dimensions: [("kind", notice.kind)]).increment()
        logger.log(level: notice.level, "\(notice)")
    }
}

extension EmbeddedNotice {
    /// The kind of notice, as a label.
    fileprivate var kind: String {
        switch self {
        case .storageFailed: "storage_failed"
        case .deliveryPostponed: "delivery_postponed"
        case .eventGivenUp: "event_given_up"
        case .triggerPostponed: "trigger_postponed"
        case .triggerDropped: "trigger_dropped"
        }
    }

    /// What is given up for good is an error; what comes again is a warning.
    fileprivate var level: Logger.Level {
        switch self {
        case .eventGivenUp, .triggerDropped, .storageFailed: .error
        case .deliveryPostponed, .triggerPostponed: .warning
        }
    }
}
