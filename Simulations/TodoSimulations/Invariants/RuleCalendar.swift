internal import CivilTime
internal import TodoDomain

/// The dates of a rule told by asking of each time of each day whether it is one, in place of the arithmetic.
struct RuleCalendar {
    let rule: RecurrenceRule
    let anchor: CivilDateTime

    init(_ rule: RecurrenceRule, anchor: CivilDateTime) {
        self.rule = rule
        self.anchor = anchor
    }

    /// The first date after a reading; nil when there is none for a very long time.
    func first(after reading: CivilDateTime) -> CivilDateTime? {
        var day = max(anchor.date, reading.date)
        for _ in 0..<100_000 {
            if let end = rule.lastReading, CivilDateTime(date: day) ?? anchor > end { return nil }
            for date in dates(of: day) where date > reading && date >= anchor {
                return date > rule.lastReading ?? date ? nil : date
            }
            day = day.adding(days: 1)
        }
        return nil
    }

    /// The dates of one day, those alone that have a wanted place among all of their period.
    private func dates(of day: CivilDate) -> [CivilDateTime] {
        guard isDay(day) else { return [] }
        let dates = times(on: day).filter(isInPeriod)
        guard let places = values(.setPosition) else { return dates }
        if rule.frequency >= .daily {
            let whole = span(of: day).filter(isDay).flatMap { times(on: $0) }.filter(isInPeriod)
            let chosen = chosen(whole, places)
            return dates.filter(chosen.contains)
        }
        return Dictionary(grouping: dates, by: unit).values.flatMap { chosen($0.sorted(), places) }.sorted()
    }

    private func chosen(_ dates: [CivilDateTime], _ places: [Int]) -> [CivilDateTime] {
        dates.indices.filter { places.contains($0 + 1) || places.contains($0 - dates.count) }.map { dates[$0] }
    }

    /// Every time of a day that the parts for times of day allow.
    private func times(on day: CivilDate) -> [CivilDateTime] {
        let hours = values(.hour) ?? (rule.frequency >= .daily ? [anchor.hour] : Array(0...23))
        let minutes = values(.minute) ?? (rule.frequency >= .hourly ? [anchor.minute] : Array(0...59))
        let seconds = values(.second) ?? (rule.frequency >= .minutely ? [anchor.second] : Array(0...59))
        return hours.flatMap { hour in
            minutes.flatMap { minute in
                seconds.compactMap { second in
                    CivilDateTime(
                        date: day, hour: hour, minute: minute, second: second, millisecond: anchor.millisecond)
                }
            }
        }
    }

    /// True when whole intervals lie between the anchor's hour, minute or second and that of a date.
    private func isInPeriod(_ date: CivilDateTime) -> Bool {
        rule.frequency >= .daily || (unit(date) - unit(anchor)) % rule.interval == 0
    }

    /// The number of the hour, minute or second.
    private func unit(_ date: CivilDateTime) -> Int {
        let days = date.date.daysSinceEpoch
        switch rule.frequency {
        case .hourly: return days * 24 + date.hour
        case .minutely: return (days * 24 + date.hour) * 60 + date.minute
        default: return ((days * 24 + date.hour) * 60 + date.minute) * 60 + date.second
        }
    }

    /// The values of a part of numbers; nil when the rule has none.
    func values(_ kind: RecurrencePart.Kind) -> [Int]? {
        for part in rule.parts where part.kind == kind {
            switch part {
            case .month(let values), .weekNumber(let values), .yearDay(let values), .monthDay(let values),
                .hour(let values), .minute(let values), .second(let values), .setPosition(let values):
                return values
            case .weekday: return nil
            }
        }
        return nil
    }
}
