public import CivilTime

extension DueDate {
    /// Name of the IANA zone, or nil when floating or at a fixed offset.
    public var zoneName: String? {
        if case .zone(let name) = anchor { return name }
        return nil
    }

    /// As entered: `2026-01-31` for all day, local time when floating or in a zone, with `Z` or `±HH:MM` at an offset.
    public var text: String {
        guard !isAllDay else { return wall.date.iso8601 }
        guard case .offset(let seconds) = anchor else { return wall.iso8601 }
        return wall.iso8601 + DueDate.offsetText(seconds)
    }

    /// Reads the forms that `text` writes, nil when malformed or when the zone's reading is outside the years 0 to
    /// 9999; the zone must be one that `zones` knows.
    ///
    /// An offset together with a zone names an instant, kept as the zone's reading.
    public init?(text: String, zoneName: String?, zones: some ZoneDatabase) {
        let rules = zoneName.flatMap { zones.rules(named: $0) }
        let anchor: Anchor = zoneName.map { .zone($0) } ?? .floating
        if let date = CivilDate(iso8601: text), let midnight = CivilDateTime(date: date) {
            self.init(wall: midnight, anchor: anchor, isAllDay: true)
        } else if let wall = CivilDateTime(iso8601: text) {
            self.init(wall: wall, anchor: anchor)
        } else if let instant = Timestamp(rfc3339: text) {
            if let rules {
                self.init(wall: rules.civil(at: instant), anchor: anchor)
            } else {
                let offset = DueDate.offsetSeconds(suffixOf: text)
                let wall = ZoneRules(name: "offset", offsetSeconds: offset).civil(at: instant)
                self.init(wall: wall, anchor: .offset(seconds: offset))
            }
            guard (0...9_999).contains(self.wall.date.year) else { return nil }
        } else {
            return nil
        }
    }

    private static func offsetText(_ seconds: Int) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = abs(seconds) / 60
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// The offset that a well-formed RFC 3339 text ends with, in seconds.
    private static func offsetSeconds(suffixOf text: String) -> Int {
        guard let last = text.utf8.last, last != UInt8(ascii: "Z"), last != UInt8(ascii: "z") else { return 0 }
        let suffix = Array(text.utf8.suffix(6))
        func digits(_ index: Int) -> Int { Int(suffix[index] - 48) * 10 + Int(suffix[index + 1] - 48) }
        let seconds = digits(1) * 3_600 + digits(4) * 60
        return suffix[0] == UInt8(ascii: "-") ? -seconds : seconds
    }
}
