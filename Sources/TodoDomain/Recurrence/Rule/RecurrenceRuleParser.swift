internal import CivilTime

/// Reads the text of a recurrence rule part by part, and refuses with the place at which it stopped to make sense.
struct RecurrenceRuleParser {
    let bytes: [UInt8]
    var position = 0
    private var frequency: (value: RecurrenceRule.Frequency, position: Int)?
    private var interval: Int?
    private var end: (value: RecurrenceEnd, name: String)?
    private var weekStart: Int?
    private(set) var parts: [RecurrencePart] = []
    /// Where each part's name begins.
    private(set) var places: [RecurrencePart.Kind: Int] = [:]

    /// The longest text that is read, in bytes; a rule that uses every value of every part is shorter.
    static let mostBytes = 16_384

    init(_ text: String) {
        bytes = Array(text.utf8.prefix(RecurrenceRuleParser.mostBytes + 1))
    }

    mutating func rule() throws(RecurrenceRuleError) -> RecurrenceRule {
        guard bytes.count <= RecurrenceRuleParser.mostBytes else {
            throw fault(
                at: RecurrenceRuleParser.mostBytes, "a rule has at most \(RecurrenceRuleParser.mostBytes) bytes")
        }
        repeat {
            // One semicolon at the end is what RFC 2445 files have.
            if position == bytes.count, frequency != nil { break }
            try part()
        } while try takesSemicolon()
        guard let frequency else {
            throw fault(
                at: 0, "a rule needs FREQ=, for example FREQ=DAILY; short forms are daily, weekly, monthly and yearly")
        }
        parts.sort { RecurrencePart.order($0) < RecurrencePart.order($1) }
        try check(frequency.value)
        return RecurrenceRule(
            frequency: frequency.value, interval: interval ?? 1, end: end?.value, parts: parts,
            weekStart: weekStart ?? 1)
    }

    private mutating func takesSemicolon() throws(RecurrenceRuleError) -> Bool {
        guard position < bytes.count else { return false }
        guard take(";") else {
            throw fault("\(found) after a complete value; the next part begins with ';', the next value with ','")
        }
        return true
    }

    private mutating func part() throws(RecurrenceRuleError) {
        let start = position
        let name = word()
        guard !name.isEmpty else { throw fault("\(found) where the name of a part should be, for example FREQ") }
        guard take("=") else { throw unknown(name, at: start) }
        switch name {
        case "FREQ":
            try requireFirst(frequency == nil, name, start)
            frequency = (try frequencyValue(), start)
        case "INTERVAL":
            try requireFirst(interval == nil, name, start)
            interval = try number(in: RecurrenceRule.intervals, "INTERVAL")
        case "COUNT", "UNTIL":
            try requireFirst(end?.name != name, name, start)
            guard end == nil else { throw fault(at: start, "a rule has either COUNT or UNTIL, not both") }
            end = (name == "COUNT" ? .count(try number(in: RecurrenceEnd.counts, name)) : try until(), name)
        case "WKST":
            try requireFirst(weekStart == nil, name, start)
            weekStart = try weekday()
        default:
            guard let kind = RecurrencePart.Kind(rawValue: name) else { throw unknown(name, at: start) }
            try requireFirst(places.updateValue(start, forKey: kind) == nil, name, start)
            parts.append(try part(kind))
        }
    }

    private func requireFirst(_ isFirst: Bool, _ name: String, _ start: Int) throws(RecurrenceRuleError) {
        guard isFirst else { throw fault(at: start, "\(name) is there twice; give it once, with all of its values") }
    }

    private func unknown(_ name: String, at start: Int) -> RecurrenceRuleError {
        switch name {
        case "RRULE": return fault(at: start, "leave out 'RRULE:' and begin with FREQ=")
        case "RSCALE", "SKIP":
            return fault(at: start, "\(name) is of RFC 7529 and not known; monthly and yearly keep to short months")
        default:
            let known =
                "FREQ, INTERVAL, COUNT, UNTIL, WKST, "
                + RecurrencePart.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return fault(
                at: start, "'\(name.prefix(40))' is no part of a rule; use daily, weekly, monthly, yearly or \(known)")
        }
    }
}

extension RecurrencePart {
    /// Place among the kinds as a rule prints them.
    static func order(_ part: RecurrencePart) -> Int {
        Kind.allCases.firstIndex(of: part.kind) ?? 0
    }
}
