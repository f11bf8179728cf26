internal import CivilTime

extension ObjectReader {
    mutating func title(isRequired: Bool) -> FieldUpdate<String> {
        switch string("title") {
        case .keep:
            if isRequired, !faults.contains(where: { $0.pointer == "/title" || $0.pointer.isEmpty }) {
                fault("title", .missing, "a title of 1 to 200 characters is required")
            }
            return .keep
        case .set(nil):
            fault("title", .wrongType, "expected a string of 1 to 200 characters, found null")
            return .keep
        case .set(let text?):
            return checkedText("title", text, lengths: 1...200)
        }
    }

    mutating func taskDescription() -> FieldUpdate<String> {
        switch string("description") {
        case .keep: return .keep
        case .set(let text): return checkedText("description", text ?? "", lengths: 0...1_000)
        }
    }

    mutating func priority() -> FieldUpdate<Priority> {
        switch string("priority") {
        case .keep: return .keep
        case .set(nil): return .set(.medium)
        case .set(let text?):
            if let priority = Priority(rawValue: text) { return .set(priority) }
            fault("priority", .invalid, "'\(text.prefix(40))' is no priority; use high, medium or low")
            return .keep
        }
    }

    mutating func due(zones: some ZoneDatabase) -> DueUpdate {
        var update = DueUpdate()
        update.text = string("due_date")
        update.zoneName = string("time_zone")
        if case .set(let name?) = update.zoneName, zones.rules(named: name) == nil {
            fault("time_zone", .invalid, "'\(name.prefix(60))' is no IANA time zone; an example is Asia/Karachi")
        }
        if case .set(let text?) = update.text, DueDate(text: text, zoneName: nil, zones: zones) == nil {
            fault(
                "due_date", .invalid,
                "'\(text.prefix(60))' is no date; use 2026-01-31T09:00:00 with time_zone,"
                    + " 2026-01-31T09:00:00Z, 2026-01-31T09:00:00+05:00 or 2026-01-31")
        }
        return update
    }

    mutating func recurrence() -> FieldUpdate<RecurrenceRule?> {
        rule("recurring_pattern")
    }

    /// The field's recurrence rule: absent keeps, null clears.
    mutating func rule(_ field: String) -> FieldUpdate<RecurrenceRule?> {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(nil)
        case .set(let text?):
            do {
                return .set(try RecurrenceRule(text: text))
            } catch {
                fault(field, .invalid, error.message)
                return .keep
            }
        }
    }

    mutating func instant(_ field: String) -> FieldUpdate<Timestamp?> {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(nil)
        case .set(let text?):
            if let instant = Timestamp(rfc3339: text) { return .set(instant) }
            fault(
                field, .invalid,
                "'\(text.prefix(60))' is no instant; use 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+05:00")
            return .keep
        }
    }

    /// The field's identity of a task: absent keeps, null clears.
    mutating func taskID(_ field: String) -> FieldUpdate<TaskID?> {
        switch value(field) {
        case nil: return .keep
        case .null: return .set(nil)
        case .integer(let number) where number > 0: return .set(TaskID(number))
        case let other?:
            fault(field, .wrongType, "expected the identity of a task, a whole number from 1, found \(other.kindName)")
            return .keep
        }
    }

    /// Trims the text and checks its length in characters.
    mutating func checkedText(_ field: String, _ text: String, lengths: ClosedRange<Int>) -> FieldUpdate<String> {
        let trimmed = text.trimmingWhitespace()
        if trimmed.unicodeScalars.contains("\0") {
            fault(field, .invalid, "must not contain the character U+0000")
        } else if trimmed.count < lengths.lowerBound {
            fault(field, .tooShort, "must have \(lengths.lowerBound) to \(lengths.upperBound) characters, found none")
        } else if trimmed.count > lengths.upperBound {
            fault(
                field, .tooLong,
                "must have at most \(lengths.upperBound) characters, found \(trimmed.count)")
        } else {
            return .set(trimmed)
        }
        return .keep
    }
}

extension String {
    /// This text without white space at its ends.
    func trimmingWhitespace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
