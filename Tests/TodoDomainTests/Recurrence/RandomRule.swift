import TodoDomain

/// Numbers that one seed decides.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}

/// Texts of rules that RFC 5545 allows, of any frequency and any parts.
struct RandomRule {
    var numbers: SeededNumbers

    mutating func text() -> String {
        let frequency = RecurrenceRule.Frequency.allCases.randomElement(using: &numbers) ?? .daily
        var parts = ["FREQ=\(frequency.rawValue.uppercased())"]
        if numbers.chance(50) { parts.append("INTERVAL=\(Int.random(in: 1...12, using: &numbers))") }
        if numbers.chance(20) { parts.append("COUNT=\(Int.random(in: 1...20, using: &numbers))") }
        let fixed = parts.count
        let hasWeeks = frequency == .yearly && numbers.chance(20)
        if hasWeeks { parts.append("BYWEEKNO=\(signed(53, most: 3))") }
        if numbers.chance(30) { parts.append("BYMONTH=\(list(1...12, most: 4))") }
        if frequency <= .hourly || frequency == .yearly, numbers.chance(15) {
            parts.append("BYYEARDAY=\(signed(366, most: 5))")
        }
        if frequency != .weekly, numbers.chance(25) { parts.append("BYMONTHDAY=\(signed(31, most: 5))") }
        if numbers.chance(30) { parts.append("BYDAY=\(weekdays(withPlaces: frequency >= .monthly && !hasWeeks))") }
        if numbers.chance(20) { parts.append("BYHOUR=\(list(0...23, most: 3))") }
        if numbers.chance(20) { parts.append("BYMINUTE=\(list(0...59, most: 3))") }
        if numbers.chance(20) { parts.append("BYSECOND=\(list(0...59, most: 3))") }
        if parts.count > fixed, numbers.chance(25) { parts.append("BYSETPOS=\(signed(4, most: 2))") }
        if numbers.chance(20) { parts.append("WKST=\(weekday())") }
        return parts.joined(separator: ";")
    }

    private mutating func list(_ range: ClosedRange<Int>, most: Int) -> String {
        let count = Int.random(in: 1...most, using: &numbers)
        return (0..<count).map { _ in String(Int.random(in: range, using: &numbers)) }.joined(separator: ",")
    }

    private mutating func signed(_ largest: Int, most: Int) -> String {
        let count = Int.random(in: 1...most, using: &numbers)
        return (0..<count).map { _ in
            (numbers.chance(30) ? "-" : "") + String(Int.random(in: 1...largest, using: &numbers))
        }.joined(separator: ",")
    }

    private mutating func weekday() -> String {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].randomElement(using: &numbers) ?? "MO"
    }

    private mutating func weekdays(withPlaces: Bool) -> String {
        let count = Int.random(in: 1...3, using: &numbers)
        return (0..<count).map { _ in
            let place = withPlaces && numbers.chance(50) ? Int.random(in: -4...4, using: &numbers) : 0
            return (place == 0 ? "" : String(place)) + weekday()
        }.joined(separator: ",")
    }
}
