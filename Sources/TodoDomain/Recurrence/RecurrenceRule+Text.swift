extension RecurrenceRule {
    /// Canonical text: `daily`, `weekly` or `monthly`, or `FREQ=…;INTERVAL=…` for longer intervals.
    public var text: String {
        interval == 1 ? frequency.rawValue : "FREQ=\(frequency.rawValue.uppercased());INTERVAL=\(interval)"
    }

    /// Parses a short form or `FREQ=DAILY|WEEKLY|MONTHLY[;INTERVAL=n]`; throws `RecurrenceRuleError` with the reason.
    public init(text: String) throws(RecurrenceRuleError) {
        if let frequency = Frequency(rawValue: text.lowercased()), let rule = RecurrenceRule(frequency: frequency) {
            self = rule
            return
        }
        var frequency: Frequency?
        var interval = 1
        var seen: Set<String> = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = pair[0].uppercased()
            guard pair.count == 2, seen.insert(key).inserted else { throw RecurrenceRuleError(text: text, part: part) }
            switch key {
            case "FREQ": frequency = Frequency(rawValue: pair[1].lowercased())
            case "INTERVAL": interval = pair[1].allSatisfy(\.isWholeNumber) ? Int(pair[1]) ?? 0 : 0
            default: throw RecurrenceRuleError(text: text, part: part)
            }
            guard frequency != nil || key != "FREQ" else { throw RecurrenceRuleError(text: text, part: part) }
        }
        guard let frequency, let rule = RecurrenceRule(frequency: frequency, interval: interval) else {
            throw RecurrenceRuleError(text: text, part: text[...])
        }
        self = rule
    }
}

/// Why a recurrence pattern was refused.
public struct RecurrenceRuleError: Error, Sendable, Equatable {
    /// One sentence that names the part at fault and what is accepted.
    public let message: String

    init(text: String, part: Substring) {
        message =
            "'\(part.prefix(60))' is not understood; use daily, weekly, monthly, or FREQ=DAILY|WEEKLY|MONTHLY"
            + " with an optional ;INTERVAL= of 1 to 1000"
    }
}

extension RecurrenceRule: Codable {
    /// Decodes the canonical text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try RecurrenceRule(text: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Encodes the canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
