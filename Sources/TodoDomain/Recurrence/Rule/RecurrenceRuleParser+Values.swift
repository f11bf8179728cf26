internal import CivilTime

// The values of the parts.
extension RecurrenceRuleParser {
    mutating func frequencyValue() throws(RecurrenceRuleError) -> RecurrenceRule.Frequency {
        let start = position
        let name = word()
        guard let frequency = RecurrenceRule.Frequency(rawValue: name.lowercased()) else {
            let known = RecurrenceRule.Frequency.allCases.map { $0.rawValue.uppercased() }.joined(separator: ", ")
            throw fault(at: start, "'\(name.prefix(40))' is no frequency; use \(known)")
        }
        return frequency
    }

    mutating func part(_ kind: RecurrencePart.Kind) throws(RecurrenceRuleError) -> RecurrencePart {
        switch kind {
        case .month: .month(try numbers(in: 1...12, kind))
        case .weekNumber: .weekNumber(try signedNumbers(upTo: 53, kind))
        case .yearDay: .yearDay(try signedNumbers(upTo: 366, kind))
        case .monthDay: .monthDay(try signedNumbers(upTo: 31, kind))
        case .weekday: .weekday(try list { parser throws(RecurrenceRuleError) in try parser.weekdayPlace() })
        case .hour: .hour(try numbers(in: 0...23, kind))
        case .minute: .minute(try numbers(in: 0...59, kind))
        case .second: .second(try seconds())
        case .setPosition: .setPosition(try signedNumbers(upTo: 366, kind))
        }
    }

    /// A leap second is read as the second before it, as RFC 5545 has it for clocks without leap seconds.
    private mutating func seconds() throws(RecurrenceRuleError) -> [Int] {
        let values = try numbers(in: 0...60, .second)
        return values.last == 60 ? Array(Set(values.map { min($0, 59) })).sorted() : values
    }

    private mutating func numbers(
        in range: ClosedRange<Int>, _ kind: RecurrencePart.Kind
    ) throws(RecurrenceRuleError) -> [Int] {
        try list { parser throws(RecurrenceRuleError) in try parser.number(in: range, kind.rawValue) }
    }

    private mutating func signedNumbers(
        upTo most: Int, _ kind: RecurrencePart.Kind
    ) throws(RecurrenceRuleError) -> [Int] {
        try list { parser throws(RecurrenceRuleError) in try parser.signedNumber(upTo: most, kind.rawValue) }
    }

    /// Values between commas, ascending and each once.
    private mutating func list<Value: Hashable & Comparable>(
        _ value: (inout RecurrenceRuleParser) throws(RecurrenceRuleError) -> Value
    ) throws(RecurrenceRuleError) -> [Value] {
        var values: Set<Value> = []
        repeat { values.insert(try value(&self)) } while take(",")
        return values.sorted()
    }

    mutating func number(in range: ClosedRange<Int>, _ name: String) throws(RecurrenceRuleError) -> Int {
        let start = position
        guard let value = digits() else {
            throw fault("\(found) where \(name) needs a number of \(range.lowerBound) to \(range.upperBound)")
        }
        guard range.contains(value) else {
            throw fault(at: start, "\(name) is \(range.lowerBound) to \(range.upperBound), not \(told(from: start))")
        }
        return value
    }

    private mutating func signedNumber(upTo most: Int, _ name: String) throws(RecurrenceRuleError) -> Int {
        let start = position
        let isNegative = takeSign()
        let right = "\(name) is 1 to \(most), or -1 to -\(most) from the end"
        guard let value = digits() else { throw fault("\(found) where a number should be; \(right)") }
        guard (1...most).contains(value) else { throw fault(at: start, "\(right), not \(told(from: start))") }
        return isNegative ? -value : value
    }

    private mutating func weekdayPlace() throws(RecurrenceRuleError) -> WeekdayPlace {
        let start = position
        let isNegative = takeSign()
        let isSigned = position > start
        var place = 0
        if let number = digits() {
            guard (1...53).contains(number) else {
                throw fault(at: start, "the place of a weekday is 1 to 53, or -1 to -53 from the end, as in -1FR")
            }
            place = isNegative ? -number : number
        } else if isSigned {
            throw fault("\(found) where the place of a weekday should be, as in -1FR")
        }
        return WeekdayPlace(weekday: try weekday(), place: place)
    }

    mutating func weekday() throws(RecurrenceRuleError) -> Int {
        let start = position
        let name = word()
        guard let index = WeekdayPlace.names.firstIndex(of: name) else {
            let shown = name.isEmpty ? found : "'\(name.prefix(40))'"
            throw fault(at: start, "\(shown) is no weekday; use MO, TU, WE, TH, FR, SA or SU")
        }
        return index + 1
    }

    mutating func until() throws(RecurrenceRuleError) -> RecurrenceEnd {
        let start = position
        let refusal = fault(
            at: start,
            "UNTIL is a date or a date-time that exists, such as 20260131, 20260131T090000 or 20260131T090000Z")
        guard let year = fixed(4), let month = fixed(2), let day = fixed(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { throw refusal }
        guard take("T") else { return .date(date) }
        guard let hour = fixed(2), let minute = fixed(2), let second = fixed(2), second <= 60,
            let reading = CivilDateTime(date: date, hour: hour, minute: minute, second: min(second, 59))
        else { throw refusal }
        guard take("Z") else { return .reading(reading) }
        return .instant(ZoneRules.utc.instant(of: reading))
    }
}
