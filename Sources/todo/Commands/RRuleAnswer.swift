internal import CivilTime
internal import TodoDomain

/// The dates that a question about a recurrence rule is answered with.
struct RRuleAnswer {
    let dates: [CivilDateTime]
    /// True when the start is a date without a time, as the dates then are too.
    let isWholeDays: Bool
    let zone: ZoneRules

    /// Answers a question; throws `InputFault` that says what is wrong and what would be right.
    init(_ question: RRuleQuestion, zones: some ZoneDatabase) throws(InputFault) {
        let zoneName = question.zone ?? "UTC"
        guard let zone = zones.rules(named: zoneName) else {
            throw InputFault("zone: '\(zoneName.prefix(60))' is no IANA time zone; an example is Asia/Karachi")
        }
        let count = question.count ?? 10
        guard (1...1_000_000).contains(count) else { throw InputFault("count: from 1 to 1000000, not \(count)") }
        let times = RRuleTimes(zone: zone)
        let start = try times.time(question.start, of: "start")
        let rule = try RRuleAnswer.rule(question.rule, isWholeDays: start.isDate, zone: zone)
        let after = try question.after.map { text throws(InputFault) in try times.time(text, of: "after").last }
        let until = try question.until.map { text throws(InputFault) in try times.time(text, of: "until").last }
        let set = RecurrenceSet(
            rule, anchor: start.first, additions: try times.dates(question.rdates, of: "rdate", like: start),
            exceptions: try times.dates(question.exdates, of: "exdate", like: start), after: after,
            absentDates: zone.absentDates)
        dates = Array(set.lazy.prefix(count).prefix { date in until.map { date <= $0 } ?? true })
        isWholeDays = start.isDate
        self.zone = zone
    }

    private static func rule(
        _ text: String, isWholeDays: Bool, zone: ZoneRules
    ) throws(InputFault) -> RecurrenceRule {
        let rule: RecurrenceRule
        do {
            rule = try RecurrenceRule(text: text).settled(in: zone)
        } catch {
            throw InputFault("rule: \(error)")
        }
        guard isWholeDays else { return rule }
        guard let whole = rule.ofWholeDays else {
            throw InputFault(
                "start: FREQ=\(rule.frequency.rawValue.uppercased()) needs a time of day, such as 2026-01-31T09:00")
        }
        return whole
    }

    /// The dates as local times, or as dates.
    var texts: [String] {
        dates.map { isWholeDays ? $0.date.iso8601 : $0.iso8601 }
    }

    /// A line for each date: local time, offset and instant; the date alone for whole days.
    var lines: [String] {
        zip(dates, texts).map { date, text in
            guard !isWholeDays else { return text }
            let instant = zone.instant(of: date)
            let seconds = Int(date.millisecondsSinceEpoch - instant.millisecondsSinceEpoch) / 1_000
            return "\(text)  \(RRuleAnswer.offset(seconds))  \(instant.rfc3339)"
        }
    }

    /// `+05:00`, with seconds only when there are any.
    private static func offset(_ seconds: Int) -> String {
        let fields = [abs(seconds) / 3_600, abs(seconds) / 60 % 60] + (seconds % 60 == 0 ? [] : [abs(seconds) % 60])
        return (seconds < 0 ? "-" : "+") + fields.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
