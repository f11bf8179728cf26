/// One field of a cron schedule.
struct CronField: Sendable {
    static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    static let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    let values: Set<Int>
    /// True when the field restricts nothing.
    let isAny: Bool

    /// The values of a list of `*`, `a`, `a-b`, with a step after a slash; nil when it is none.
    init?(_ text: String, in range: ClosedRange<Int>, names: [String] = []) {
        var values: Set<Int> = []
        var isAny = false
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let isStar = sides[0] == "*" || sides[0] == "?"
            guard var span = isStar ? range : CronField.span(sides[0], range, names) else { return nil }
            var step = 1
            if sides.count == 2 {
                guard let number = Int(sides[1]), number > 0 else { return nil }
                step = number
                if !sides[0].contains("-"), !isStar { span = span.lowerBound...range.upperBound }
            }
            isAny = isAny || isStar && step == 1
            values.formUnion(stride(from: span.lowerBound, through: span.upperBound, by: step))
        }
        self.values = values
        self.isAny = isAny
    }

    private static func span(_ text: Substring, _ range: ClosedRange<Int>, _ names: [String]) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
            let named = names.firstIndex(of: end.uppercased()).map { $0 + range.lowerBound }
            return named ?? (end.allSatisfy(\.isNumber) ? Int(end) : nil)
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
            range.contains(first), range.contains(last)
        else { return nil }
        return first...last
    }
}
