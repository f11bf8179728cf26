internal import CivilTime
internal import TodoDomain

/// Measures the expansion of recurrence rules and prints it as tables.
@main
enum Benchmark {
    private static let rules = [
        "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "monthly", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30", "FREQ=HOURLY;INTERVAL=5",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11", "FREQ=SECONDLY", "FREQ=SECONDLY;INTERVAL=7;BYSECOND=0,59",
    ]

    private static let barren = [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=SU", "FREQ=HOURLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
        "FREQ=SECONDLY;INTERVAL=86401;BYHOUR=0;BYMINUTE=0;BYSECOND=30;BYYEARDAY=366;BYMONTHDAY=30",
    ]

    static func main() throws {
        let recent = CivilDateTime(millisecondsSinceEpoch: 1_767_258_000_000)
        let ancient = CivilDateTime(millisecondsSinceEpoch: -62_135_564_400_000)
        let place = CivilDateTime(millisecondsSinceEpoch: 1_769_850_000_000)
        let plain = try walk("FREQ=DAILY", from: recent).nanoseconds
        print("| rule | dates a second | of plain daily | one date, start a month ago | start in the year 1 | ratio |")
        print("|---|--:|--:|--:|--:|--:|")
        for text in rules {
            let walked = try walk(text, from: recent).nanoseconds
            let near = try jump(text, from: recent, after: place).nanoseconds
            let far = try jump(text, from: ancient, after: place).nanoseconds
            print(
                "| `\(text)` | \(grouped(1e9 / walked)) | \(fixed(plain / walked)) | \(fixed(near / 1_000)) µs"
                    + " | \(fixed(far / 1_000)) µs | \(fixed(far / near)) |")
        }
        print("\n| rule that matches nothing | until that is known | of a plain daily date |")
        print("|---|--:|--:|")
        let daily = try jump("FREQ=DAILY", from: recent, after: place).nanoseconds
        for text in barren {
            let answered = try jump(text, from: recent, after: place).nanoseconds
            print("| `\(text)` | \(fixed(answered / 1_000)) µs | \(grouped(answered / daily)) |")
        }
    }

    /// A thousand dates one after the other.
    private static func walk(_ text: String, from anchor: CivilDateTime) throws -> Measurement {
        let rule = try RecurrenceRule(text: text)
        return Measurement {
            var count = 0
            for date in rule.occurrences(from: anchor).prefix(1_000) where date >= anchor { count += 1 }
            return count
        }
    }

    /// The one date after a place.
    private static func jump(
        _ text: String, from anchor: CivilDateTime, after place: CivilDateTime
    ) throws -> Measurement {
        let rule = try RecurrenceRule(text: text)
        return Measurement { rule.occurrence(after: place, anchor: anchor) == place ? 0 : 1 }
    }

    private static func fixed(_ value: Double) -> String {
        let hundredths = Int(value * 100 + 0.5)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// A whole number, its thousands apart.
    private static func grouped(_ value: Double) -> String {
        var digits = Array(String(Int(value + 0.5)))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }
}
