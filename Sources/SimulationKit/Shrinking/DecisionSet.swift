/// Some of the scheduling decisions of a run, by number from 0.
public struct DecisionSet: Sendable, Equatable {
    /// Ascending, without overlap and without neighbours that could be one.
    public let ranges: [ClosedRange<Int>]

    /// Those decisions.
    public init(_ ranges: [ClosedRange<Int>]) {
        var merged: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = merged.last, range.lowerBound <= last.upperBound + 1 else {
                merged.append(range)
                continue
            }
            merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
        self.ranges = merged
    }

    /// Those decisions, one by one.
    public init(numbers: [Int]) {
        self.init(numbers.map { $0...$0 })
    }

    /// No decision.
    public static let none = DecisionSet([])

    /// The largest number that a text may name.
    public static let limit = 1_000_000_000_000

    /// Reads `none`, or numbers and ranges with commas between, such as `120,340...359`; nil for anything else.
    public init?(text: String) {
        guard text != "none" else {
            self = .none
            return
        }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let read = words.compactMap(DecisionSet.range)
        guard read.count == words.count else { return nil }
        self.init(read)
    }

    private static func range(_ word: Substring) -> ClosedRange<Int>? {
        let digits = word.replacing("...", with: ".").split(separator: ".", omittingEmptySubsequences: false)
        let bounds = digits.compactMap { Int($0) }
        guard bounds.count == digits.count, (1...2).contains(bounds.count), let first = bounds.first,
            let last = bounds.last, (0...limit).contains(first), (first...max(first, limit)).contains(last)
        else { return nil }
        return bounds.count == 2 && !word.contains("...") ? nil : first...last
    }

    /// The text that `init(text:)` reads.
    public var text: String {
        guard !ranges.isEmpty else { return "none" }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// How many decisions there are.
    public var count: Int { ranges.reduce(0) { $0 + $1.count } }

    /// True when the decision of that number is among them.
    public func contains(_ number: Int) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(number)
    }
}
