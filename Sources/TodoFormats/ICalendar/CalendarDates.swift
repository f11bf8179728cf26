internal import CivilTime
internal import TodoDomain

/// Due dates and rules in the forms that other programs read.
enum CalendarDates {
    /// The due date as a value with its zone, if it has one that RFC 5545 can write.
    static func plain(_ due: DueDate) -> (moment: CalendarMoment, zone: String?) {
        if due.isAllDay { return (.date(due.wall.date), nil) }
        switch due.anchor {
        case .floating: return (.local(due.wall.wholeSeconds), nil)
        case .zone(let name): return (.local(due.wall.wholeSeconds), name)
        case .offset(let seconds):
            let instant = due.wall.millisecondsSinceEpoch - Int64(seconds) * 1_000
            return (.utc(CivilDateTime(millisecondsSinceEpoch: instant).wholeSeconds), nil)
        }
    }

    /// A property of that date.
    static func line(_ name: String, _ due: DueDate) -> ContentLine {
        let (moment, zone) = plain(due)
        var parameters = zone.map { [ContentLine.Parameter("TZID", [$0])] } ?? []
        if case .date = moment { parameters.append(ContentLine.Parameter("VALUE", ["DATE"])) }
        return ContentLine(name, parameters, value: moment.text)
    }

    /// True when the plain form says all of the due date.
    static func isPlain(_ due: DueDate) -> Bool {
        switch due.anchor {
        case .floating: due.wall == due.wall.wholeSeconds
        case .zone: !due.isAllDay && due.wall == due.wall.wholeSeconds
        case .offset(let seconds): !due.isAllDay && seconds == 0 && due.wall == due.wall.wholeSeconds
        }
    }

    /// The rule as RFC 5545 writes it, counted from an occurrence on.
    ///
    /// `monthly` and `yearly` keep to short months, which takes parts that name the last days.
    static func standard(_ rule: RecurrenceRule, anchor: CivilDateTime, number: Int?) -> String {
        if rule.keepsShortMonths {
            let date = anchor.date
            let days = date.day > 28 ? (28...date.day).map(String.init).joined(separator: ",") : nil
            if rule.frequency == .monthly {
                return "FREQ=MONTHLY" + (days.map { ";BYMONTHDAY=\($0);BYSETPOS=-1" } ?? "")
            }
            guard date.month == 2, date.day == 29 else { return "FREQ=YEARLY" }
            return "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
        }
        let text = rule.text.contains("=") ? rule.text : "FREQ=\(rule.text.uppercased())"
        guard let count = rule.count, let number, number > 1, number <= count else { return text }
        return text.replacing("COUNT=\(count)", with: "COUNT=\(count - number + 1)")
    }

    /// The rule that this product wrote beside the standard one, if it still means the same; else the standard one.
    static func exact(_ rule: RecurrenceRule, _ own: ContentLine?) -> RecurrenceRule {
        guard let own, let exact = try? RecurrenceRule(text: own.text), exact.keepsShortMonths,
            exact.frequency == rule.frequency, rule.interval == 1, rule.end == nil
        else { return rule }
        return exact
    }
}

extension CivilDateTime {
    /// The reading without a fraction of a second.
    var wholeSeconds: CivilDateTime {
        CivilDateTime(millisecondsSinceEpoch: millisecondsSinceEpoch - Int64(millisecond))
    }
}
