internal import CivilTime
internal import TodoDomain

/// A repetition in words: `every day`, `every 2 weeks`, `every mon, thu`, `every last day`, `every jan 27`.
struct TodoistRepetition {
    let rule: RecurrenceRule
    let isFromCompletion: Bool

    /// Reads the words without their time of day; nil when they are no repetition that has a clear meaning.
    init?(_ words: [String]) {
        guard let first = words.first else { return nil }
        isFromCompletion = first == "every!"
        let text: String?
        switch first {
        case "every", "every!", "ev": text = TodoistRepetition.rule(Array(words.dropFirst()))
        case "daily", "weekly", "monthly", "yearly": text = words.count == 1 ? first : nil
        default: text = nil
        }
        guard let text, let rule = try? RecurrenceRule(text: text) else { return nil }
        self.rule = rule
    }

    /// The first day that the rule gives from the present on: today's only while its time is to come.
    func first(now: CivilDateTime, minutes: Int?) -> CivilDate? {
        let midnight = Int64(now.date.daysSinceEpoch) * 86_400_000
        let anchor = CivilDateTime(millisecondsSinceEpoch: midnight + Int64(minutes ?? 0) * 60_000)
        let start = minutes == nil ? CivilDateTime(millisecondsSinceEpoch: midnight - 1) : now
        if rule.isPlainInterval { return anchor > start ? now.date : now.date.adding(days: 1) }
        return rule.occurrence(after: start, anchor: anchor, absentDates: [])?.date
    }

    private static func rule(_ words: [String]) -> String? {
        switch words {
        case ["weekday"], ["workday"], ["weekdays"], ["workdays"]: return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        case ["weekend"], ["weekends"]: return "FREQ=WEEKLY;BYDAY=SA,SU"
        case ["last", "day"]: return "FREQ=MONTHLY;BYMONTHDAY=-1"
        case ["quarter"]: return "FREQ=MONTHLY;INTERVAL=3"
        default: break
        }
        return plain(words) ?? weekdays(words) ?? place(words) ?? date(words)
    }

    /// `day`, `other week`, `3 months`.
    private static func plain(_ words: [String]) -> String? {
        var rest = words
        var interval = 1
        if rest.first == "other" {
            interval = 2
            rest.removeFirst()
        } else if rest.count == 2, let number = rest.first.flatMap({ Int($0) }), (1...1_000).contains(number) {
            interval = number
            rest.removeFirst()
        }
        let units = ["day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"]
        guard rest.count == 1, let unit = units[rest[0]] ?? units[String(rest[0].dropLast())],
            units[rest[0]] != nil || rest[0].hasSuffix("s")
        else { return nil }
        return interval == 1 ? unit.lowercased() : "FREQ=\(unit);INTERVAL=\(interval)"
    }

    /// `monday`, `other monday`, `mon, wed and fri`.
    private static func weekdays(_ words: [String]) -> String? {
        let isOther = words.first == "other"
        let parts: [Substring] = words.dropFirst(isOther ? 1 : 0).flatMap { $0.split(separator: ",") }
        let names: [String] = parts.filter { $0 != "and" && $0 != "&" }.map { String($0) }
        let days: [Int] = names.compactMap { TodoistDay.weekday($0) }
        guard !days.isEmpty, days.count == names.count, days.count <= 7 else { return nil }
        let codes = days.map { code(ofWeekday: $0) }.joined(separator: ",")
        return "FREQ=WEEKLY\(isOther ? ";INTERVAL=2" : "");BYDAY=\(codes)"
    }

    /// `1st monday`, `last friday`.
    private static func place(_ words: [String]) -> String? {
        guard words.count == 2, let day = TodoistDay.weekday(words[1]) else { return nil }
        var place = -1
        if words[0] != "last" {
            // A bare number would be a day of the month.
            guard let number = TodoistDay.day(words[0]), number <= 5, Int(words[0]) == nil else { return nil }
            place = number
        }
        return "FREQ=MONTHLY;BYDAY=\(place)" + code(ofWeekday: day)
    }

    private static func code(ofWeekday day: Int) -> String {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day - 1]
    }

    /// `15`, `15th` of each month, or `jan 27` of each year.
    private static func date(_ words: [String]) -> String? {
        if words.count == 1, let day = TodoistDay.day(words[0]) { return "FREQ=MONTHLY;BYMONTHDAY=\(day)" }
        guard let (month, day, year) = TodoistDay.named(words), year == nil else { return nil }
        return "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(day)"
    }
}
