public import CivilTime

/// A time of the day on the wall clock, to the minute.
public struct TimeOfDay: Hashable, Sendable {
    /// Minutes since midnight, 0 to 1,439.
    public let minutes: Int

    /// The time of that hour and minute; nil when a day has none such.
    public init?(hour: Int, minute: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        minutes = hour * 60 + minute
    }

    private init(minutes: Int) {
        self.minutes = minutes
    }

    /// Nine in the morning.
    public static let nine: TimeOfDay = .init(minutes: 9 * 60)
    /// Six in the evening.
    public static let eighteen: TimeOfDay = .init(minutes: 18 * 60)

    /// The reading at this time of a date.
    public func on(_ date: CivilDate) -> CivilDateTime {
        CivilDateTime(
            millisecondsSinceEpoch: Int64(date.daysSinceEpoch) * 86_400_000 + Int64(minutes) * 60_000)
    }
}

extension TimeOfDay: Codable {
    /// Reads `HH:MM`; nil when malformed.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
        guard digits.allSatisfy((0...9).contains) else { return nil }
        self.init(hour: digits[0] * 10 + digits[1], minute: digits[2] * 10 + digits[3])
    }

    /// The time as `HH:MM`.
    public var text: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// Decodes `HH:MM`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no time as 09:00")
        }
        self = time
    }

    /// Encodes `HH:MM`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
