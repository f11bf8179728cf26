/// A set of times, seconds from the start of a day or hour or minute: each hour with each minute with each second.
struct ClockTimes {
    /// Bit n stands for hour n.
    var hours: UInt64
    /// Bit n stands for minute n.
    var minutes: UInt64
    /// Bit n stands for second n.
    var seconds: UInt64

    /// The start alone.
    static let start = ClockTimes(hours: 1, minutes: 1, seconds: 1)

    var count: Int { hours.nonzeroBitCount * minutes.nonzeroBitCount * seconds.nonzeroBitCount }

    /// The time at a place in the set, from 0; the place must be below `count`.
    subscript(_ index: Int) -> Int {
        let perMinute = seconds.nonzeroBitCount
        let perHour = minutes.nonzeroBitCount * perMinute
        let hour = hours.bit(at: index / perHour)
        let minute = minutes.bit(at: index % perHour / perMinute)
        return (hour * 60 + minute) * 60 + seconds.bit(at: index % perMinute)
    }

    /// The first time of the set that is not before one; nil when there is none.
    func first(from time: Int) -> Int? {
        let hour = time / 3_600
        let minute = time / 60 % 60
        if hours.contains(hour) {
            if minutes.contains(minute), let second = seconds.firstBit(from: time % 60) {
                return (hour * 60 + minute) * 60 + second
            }
            if let later = minutes.firstBit(from: minute + 1) {
                return (hour * 60 + later) * 60 + seconds.trailingZeroBitCount
            }
        }
        guard let later = hours.firstBit(from: hour + 1) else { return nil }
        return (later * 60 + minutes.trailingZeroBitCount) * 60 + seconds.trailingZeroBitCount
    }
}

extension UInt64 {
    /// The bits of numbers from 0 to 63.
    init(bits numbers: [Int]) {
        self = numbers.reduce(0) { $0 | 1 << UInt64($1) }
    }

    func contains(_ number: Int) -> Bool {
        self >> UInt64(number) & 1 == 1
    }

    /// The lowest bit that is not below a number; nil when there is none.
    func firstBit(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let rest = self & (.max << UInt64(number))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// The bit with that many bits below it.
    fileprivate func bit(at index: Int) -> Int {
        var rest = self
        for _ in 0..<index { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}
