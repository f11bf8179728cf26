internal import CivilTime

/// The text of an answer's `Date` header, made anew once a second.
struct HTTPDate {
    private var second: Int64 = .min
    private var text = ""

    /// The text for that instant (RFC 9110, section 5.6.7).
    mutating func text(at now: Timestamp) -> String {
        let current = now.millisecondsSinceEpoch.floorDivided(by: 1_000)
        if current != second {
            second = current
            text = HTTPDate.text(second)
        }
        return text
    }

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func text(_ second: Int64) -> String {
        let day = second.floorDivided(by: 86_400)
        let time = second - day * 86_400
        let date = CivilDate(daysSinceEpoch: Int(day))
        let weekday = days[Int(day - day.floorDivided(by: 7) * 7)]
        let clock = [time / 3_600, time / 60 % 60, time % 60].map { padded(Int($0)) }.joined(separator: ":")
        return "\(weekday), \(padded(date.day)) \(months[date.month - 1]) \(date.year) \(clock) GMT"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
