// Which parts RFC 5545 allows together, section 3.3.10.
extension RecurrenceRuleParser {
    func check(_ frequency: RecurrenceRule.Frequency) throws(RecurrenceRuleError) {
        let name = frequency.rawValue.uppercased()
        if let place = places[.weekNumber], frequency != .yearly {
            throw fault(at: place, "BYWEEKNO goes with FREQ=YEARLY only, not with \(name)")
        }
        if let place = places[.yearDay], frequency == .daily || frequency == .weekly || frequency == .monthly {
            throw fault(at: place, "BYYEARDAY does not go with FREQ=\(name); use YEARLY, HOURLY, MINUTELY or SECONDLY")
        }
        if let place = places[.monthDay], frequency == .weekly {
            throw fault(at: place, "BYMONTHDAY does not go with FREQ=WEEKLY; use MONTHLY, or DAILY")
        }
        if let place = places[.setPosition], parts.count == 1 {
            throw fault(at: place, "BYSETPOS needs another BY part whose days or times it counts, such as BYDAY")
        }
        try checkWeekdays(frequency, name)
    }

    private func checkWeekdays(
        _ frequency: RecurrenceRule.Frequency, _ name: String
    ) throws(RecurrenceRuleError) {
        guard let position = places[.weekday], parts.contains(where: hasPlace) else { return }
        guard frequency >= .monthly else {
            throw fault(
                at: position, "a weekday with a place, as in 1MO, goes with MONTHLY and YEARLY only, not with \(name)")
        }
        guard places[.weekNumber] == nil else {
            throw fault(
                at: position, "a weekday with a place, as in 1MO, does not go with BYWEEKNO; give it alone, as in MO")
        }
    }

    private func hasPlace(_ part: RecurrencePart) -> Bool {
        if case .weekday(let places) = part { places.contains { $0.place != 0 } } else { false }
    }
}
