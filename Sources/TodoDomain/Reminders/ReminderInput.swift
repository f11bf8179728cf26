public import CivilTime

/// What a client says of a new reminder.
public struct ReminderInput: Hashable, Codable, Sendable {
    /// What a reminder's instant is reckoned from.
    public enum Moment: Hashable, Codable, Sendable {
        /// Nothing: this is the instant.
        case at(Timestamp)
        /// The task's due date.
        case relativeToDue(ReminderOffset)
    }

    /// When to remind.
    public var moment: Moment

    /// A reminder at that instant.
    public init(remindAt: Timestamp) {
        moment = .at(remindAt)
    }

    /// A reminder at that distance to the due date.
    public init(offset: ReminderOffset) {
        moment = .relativeToDue(offset)
    }

    /// Reads a JSON object with either `remind_at` or `offset`; throws `ValidationFailure` with every fault.
    public init(json: JSONValue) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        let instant = reader.instant("remind_at").given()
        let offset = reader.offset("offset").given()
        if let offset {
            if instant != nil {
                reader.fault("offset", .conflict, "a reminder has either a remind_at or an offset to the due date")
            }
            self.init(offset: offset)
        } else {
            if instant == nil, reader.faults.isEmpty {
                reader.fault(
                    "remind_at", .missing,
                    "an instant such as 2026-01-31T09:00:00Z is required, or an offset to the due date such as -PT1H")
            }
            self.init(remindAt: instant ?? .epoch)
        }
        try reader.finish()
    }
}

extension FieldUpdate {
    /// The value set, nil for none.
    fileprivate func given<Wrapped>() -> Wrapped? where Value == Wrapped? {
        if case .set(let value) = self { return value }
        return nil
    }
}

extension ObjectReader {
    /// The field's offset to a due date: absent keeps, null clears.
    mutating func offset(_ field: String) -> FieldUpdate<ReminderOffset?> {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(nil)
        case .set(let text?):
            if let offset = ReminderOffset(text: text) { return .set(offset) }
            fault(
                field, .invalid,
                "'\(text.prefix(40))' is no offset of at most \(ReminderOffset.mostDays) days; use -PT1H for an hour"
                    + " before, -P1D for a day before, PT0S for the due date itself")
            return .keep
        }
    }
}
