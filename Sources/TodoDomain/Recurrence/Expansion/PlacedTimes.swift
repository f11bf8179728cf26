internal import CivilTime

/// The times of the days, or other spans, of a period, or those at some places among them all.
struct PlacedTimes {
    private let times: ClockTimes
    private let setPositions: [Int]

    init(_ times: ClockTimes, setPositions: [Int]) {
        self.times = times
        self.setPositions = setPositions
    }

    /// True when a period of one span has no time.
    var isEmpty: Bool { first(from: 0, days: 1) == nil }

    /// The first time at one of the places that is not before one, in a set of that many days with the same times.
    ///
    /// Times are seconds, with 86,400 for each day of the set that comes before; nil when there is none.
    func first(from time: Int, days: Int) -> Int? {
        guard !setPositions.isEmpty else {
            let day = time / 86_400
            if day < days, let found = times.first(from: time % 86_400) { return day * 86_400 + found }
            return day + 1 < days ? (day + 1) * 86_400 + times[0] : nil
        }
        let count = times.count * days
        var earliest: Int?
        for position in setPositions {
            let index = position > 0 ? position - 1 : count + position
            guard (0..<count).contains(index) else { continue }
            let found = index / times.count * 86_400 + times[index % times.count]
            if found >= time, found < earliest ?? .max { earliest = found }
        }
        return earliest
    }
}
