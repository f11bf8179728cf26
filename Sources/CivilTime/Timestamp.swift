/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch; negative before 1970.
    public var millisecondsSinceEpoch: Int64

    /// An instant that many milliseconds after the Unix epoch.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// 1970-01-01T00:00:00Z.
    public static let epoch: Timestamp = .init(millisecondsSinceEpoch: 0)

    /// True when the left instant is before the right one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// This instant moved by `milliseconds`, saturating at the ends of the range.
    public func adding(milliseconds: Int64) -> Timestamp {
        let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(milliseconds)
        guard overflow else { return Timestamp(millisecondsSinceEpoch: sum) }
        return Timestamp(millisecondsSinceEpoch: milliseconds > 0 ? .max : .min)
    }

    /// This instant moved by `duration`, cut to whole milliseconds.
    public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        instant.adding(milliseconds: duration.wholeMilliseconds)
    }

    /// The time from `earlier` to this instant, negative when it is later, saturating.
    public func duration(since earlier: Timestamp) -> Duration {
        let (difference, overflow) = millisecondsSinceEpoch.subtractingReportingOverflow(earlier.millisecondsSinceEpoch)
        guard overflow else { return .milliseconds(difference) }
        return .milliseconds(self > earlier ? Int64.max : Int64.min)
    }
}

extension Duration {
    /// The duration in whole milliseconds, rounded toward zero and saturating.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        guard !sumOverflow else { return seconds > 0 ? .max : .min }
        return sum
    }
}
