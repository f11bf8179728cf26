/// The offsets of one IANA zone over time, as a pure value: a table of transitions and a rule for after the last.
public struct ZoneRules: Sendable {
    /// IANA name, for example `Asia/Karachi`.
    public let name: String
    /// Instants, in seconds since the epoch, at which the offset changes, increasing.
    let transitionSeconds: [Int64]
    /// Offset in seconds east of UTC from the transition of the same index on.
    let offsetsAfter: [Int]
    /// Offset before the first transition.
    let initialOffset: Int
    /// Rule after the last transition; nil keeps the last offset.
    let tail: PosixZoneRule?
    /// Dates that no clock in the zone ever showed, ascending, because the zone went over the date line.
    public let absentDates: [CivilDate]

    init(name: String, transitionSeconds: [Int64], offsetsAfter: [Int], initialOffset: Int, tail: PosixZoneRule?) {
        precondition(transitionSeconds.count == offsetsAfter.count, "each transition has one offset after it")
        self.name = name
        self.transitionSeconds = transitionSeconds
        self.offsetsAfter = offsetsAfter
        self.initialOffset = initialOffset
        self.tail = tail
        absentDates = zip(transitionSeconds, zip([initialOffset] + offsetsAfter, offsetsAfter)).flatMap {
            ZoneRules.dates(skippedAt: $0, from: $1.0, to: $1.1)
        }
    }

    /// A zone that is always `offsetSeconds` east of UTC.
    public init(name: String, offsetSeconds: Int) {
        self.init(name: name, transitionSeconds: [], offsetsAfter: [], initialOffset: offsetSeconds, tail: nil)
    }

    /// A zone that follows a POSIX TZ rule for all time, such as `EST5EDT,M3.2.0,M11.1.0`; nil when malformed.
    public init?(name: String, posix text: String) {
        guard let rule = PosixZoneRule(text) else { return nil }
        self.init(
            name: name, transitionSeconds: [], offsetsAfter: [], initialOffset: rule.standardOffset, tail: rule)
    }

    /// UTC itself.
    public static let utc: ZoneRules = .init(name: "UTC", offsetSeconds: 0)

    /// Offset in seconds east of UTC in force at an instant.
    public func offsetSeconds(at instant: Timestamp) -> Int {
        let second = Int64(Int(instant.millisecondsSinceEpoch).floorDivided(by: 1_000))
        guard let last = transitionSeconds.last, second < last else {
            return tail?.offsetSeconds(atSecond: second) ?? offsetsAfter.last ?? initialOffset
        }
        let index = countOfTransitions(notAfter: second)
        return index == 0 ? initialOffset : offsetsAfter[index - 1]
    }

    /// What a clock in the zone shows at an instant.
    public func civil(at instant: Timestamp) -> CivilDateTime {
        CivilDateTime(
            millisecondsSinceEpoch: instant.adding(milliseconds: Int64(offsetSeconds(at: instant)) * 1_000)
                .millisecondsSinceEpoch)
    }

    /// The instant a wall-clock reading names, by RFC 5545: a reading in a gap is read with the offset before the
    /// gap, and a reading that happens twice is the first of the two.
    public func instant(of wall: CivilDateTime) -> Timestamp {
        let local = Timestamp(millisecondsSinceEpoch: wall.millisecondsSinceEpoch)
        // No zone is further than a day from UTC, so these two offsets are those before and after any change near.
        let before = offsetSeconds(at: local.adding(milliseconds: -86_400_000))
        let early = local.adding(milliseconds: Int64(before) * -1_000)
        if offsetSeconds(at: early) == before { return early }
        let after = offsetSeconds(at: local.adding(milliseconds: 86_400_000))
        let late = local.adding(milliseconds: Int64(after) * -1_000)
        return offsetSeconds(at: late) == after ? late : early
    }

    /// The dates that lie as a whole between what clocks show before and after a change of offset.
    private static func dates(skippedAt second: Int64, from before: Int, to after: Int) -> [CivilDate] {
        guard after - before >= 86_400 else { return [] }
        let first = -(-(Int(second) + before)).floorDivided(by: 86_400)
        return (first..<(Int(second) + after).floorDivided(by: 86_400)).map(CivilDate.init(daysSinceEpoch:))
    }

    private func countOfTransitions(notAfter second: Int64) -> Int {
        var low = 0
        var high = transitionSeconds.count
        while low < high {
            let middle = (low + high) / 2
            if transitionSeconds[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
