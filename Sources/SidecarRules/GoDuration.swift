internal import CivilTime

/// Durations as the sidecar's settings write them, for example `1h30m`, `1.5s` or `250ms`.
public enum GoDuration {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ]

    /// The duration of that text; nil when it is none.
    public static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative { rest = rest.dropFirst() }
        guard !rest.isEmpty, rest != "0" else { return rest == "0" ? .zero : nil }
        var total = Duration.zero
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(number.count).prefix { $0.isLetter }
            guard let value = Double(number), let known = units.first(where: { $0.name == unit }) else { return nil }
            let nanoseconds = (value * Double(known.nanoseconds)).rounded()
            guard let whole = Int64(exactly: nanoseconds) else { return nil }
            total += .nanoseconds(whole)
            rest = rest.dropFirst(number.count + unit.count)
        }
        return isNegative ? .zero - total : total
    }

    /// The text of a duration in whole milliseconds.
    public static func text(_ duration: Duration) -> String {
        "\(duration.wholeMilliseconds)ms"
    }
}
