extension ReminderOffset {
    /// Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds with an optional sign, such as `-PT1H`,
    /// `-P1DT2H` or `PT0S`; nil when malformed or too long.
    public init?(text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard rest.popFirst() == "P" else { return nil }
        let parts = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = parts.first, !rest.isEmpty, parts.count == 1 || !parts[1].isEmpty else { return nil }
        guard let days = ReminderOffset.sum(date, [("W", 7), ("D", 1)]),
            let seconds = ReminderOffset.sum(parts.count == 1 ? "" : parts[1], [("H", 3_600), ("M", 60), ("S", 1)])
        else { return nil }
        self.init(days: isNegative ? -days : days, seconds: isNegative ? -seconds : seconds)
    }

    /// The canonical text: days and no weeks, hours, minutes and seconds where there are any; `PT0S` for none at all.
    public var text: String {
        guard days != 0 || seconds != 0 else { return "PT0S" }
        let parts = [(abs(seconds) / 3_600, "H"), (abs(seconds) / 60 % 60, "M"), (abs(seconds) % 60, "S")]
        let time = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        let sign = days < 0 || seconds < 0 ? "-P" : "P"
        return sign + (days == 0 ? "" : "\(abs(days))D") + (time.isEmpty ? "" : "T" + time)
    }

    /// The sum of numbers with units in the order given; nil when anything else is there or a number is too large.
    private static func sum(_ text: Substring, _ units: [(symbol: Character, value: Int)]) -> Int? {
        var rest = text
        var sum = 0
        for unit in units {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let tail = rest.dropFirst(digits.count)
            guard tail.first == unit.symbol else { continue }
            guard !digits.isEmpty, digits.utf8.count <= 9, let number = Int(digits) else { return nil }
            sum += number * unit.value
            rest = tail.dropFirst()
        }
        return rest.isEmpty ? sum : nil
    }
}

extension ReminderOffset: Codable {
    /// Decodes the text that `encode` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let offset = ReminderOffset(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is no offset such as -PT1H")
        }
        self = offset
    }

    /// Encodes the canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
