public import CivilTime

/// What a client says of a new reminder.
public struct ReminderInput: Hashable, Codable, Sendable {
    /// When to remind.
    public var remindAt: Timestamp

    /// A reminder at that instant.
    public init(remindAt: Timestamp) {
        self.remindAt = remindAt
    }

    /// Reads a JSON object with `remind_at`; throws `ValidationFailure` with every fault.
    public init(json: JSONValue) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        let update = reader.instant("remind_at")
        if case .set(let instant?) = update {
            remindAt = instant
        } else {
            remindAt = .epoch
            if reader.faults.isEmpty {
                reader.fault("remind_at", .missing, "an instant such as 2026-01-31T09:00:00Z is required")
            }
        }
        try reader.finish()
    }
}
