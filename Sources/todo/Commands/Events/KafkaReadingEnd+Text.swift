internal import CivilTime
internal import KafkaAdapters

extension KafkaReadingEnd {
    /// The place that a command's argument names; throws `InputFault`.
    init(text: String) throws(InputFault) {
        if text == "now" {
            self = .now
        } else if let offset = Int64(text), offset >= 0 {
            self = .offset(offset)
        } else if let instant = Timestamp(rfc3339: text) {
            self = .timestamp(instant)
        } else {
            throw InputFault(
                "--until: '\(text)' is neither now, an offset nor an instant such as 2026-01-31T09:00:00Z")
        }
    }
}
