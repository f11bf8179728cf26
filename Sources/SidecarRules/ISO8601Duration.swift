/// Durations as ISO 8601 writes them, for example `P1DT2H` or `PT30S`; years and months have no fixed length and are
/// not known.
enum ISO8601Duration {
    /// The duration of that text; nil when it is none.
    static func parse(_ text: String) -> Duration? {
        guard text.first == "P" else { return nil }
        let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let days = sum(halves[0], ["W": 604_800, "D": 86_400]) else { return nil }
        guard halves.count == 2 else { return halves[0].isEmpty ? nil : days }
        guard !halves[1].isEmpty, let time = sum(halves[1], ["H": 3_600, "M": 60, "S": 1]) else { return nil }
        return days + time
    }

    private static func sum(_ text: Substring, _ units: [Character: Int]) -> Duration? {
        var total = Duration.zero
        var rest = text
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            guard let unit = rest.popFirst(), let seconds = units[unit], let value = Double(number) else { return nil }
            total += .milliseconds(Int64((value * Double(seconds) * 1_000).rounded()))
        }
        return total
    }
}
