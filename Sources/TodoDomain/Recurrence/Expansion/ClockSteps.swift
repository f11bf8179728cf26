internal import CivilTime

/// The search for rules whose periods are days, hours, minutes or seconds, which are all alike.
///
/// Periods are numbered from the epoch. The next one is found by arithmetic; days that are left out are skipped whole.
struct ClockSteps {
    private let filter: DayFilter
    private let limits: ClockTimes
    private let times: PlacedTimes
    private let interval: Int
    private let unitSeconds: Int
    private let unitsPerDay: Int
    private let anchorUnit: Int

    init(_ plan: RecurrencePlan, anchorSecond: Int) {
        filter = DayFilter(plan)
        limits = plan.limits
        times = PlacedTimes(plan.times, setPositions: plan.setPositions)
        interval = plan.interval
        switch plan.frequency {
        case .secondly: unitSeconds = 1
        case .minutely: unitSeconds = 60
        case .hourly: unitSeconds = 3_600
        default: unitSeconds = 86_400
        }
        unitsPerDay = 86_400 / unitSeconds
        anchorUnit = anchorSecond.floorDivided(by: unitSeconds)
    }

    /// The first occurrence, in seconds since the epoch, that is not before one second nor after the other.
    func first(from second: Int, through last: Int) -> Int? {
        guard !times.isEmpty else { return nil }
        var unit = aligned(from: second.floorDivided(by: unitSeconds))
        let lastUnit = last.floorDivided(by: unitSeconds)
        while let period = firstPeriod(from: unit, through: lastUnit) {
            let start = period * unitSeconds
            if let time = times.first(from: max(0, second - start), days: 1) {
                return start + time <= last ? start + time : nil
            }
            unit = period + interval
        }
        return nil
    }

    /// The first number that is not below one and whole intervals from the anchor's.
    private func aligned(from unit: Int) -> Int {
        unit + (anchorUnit - unit).floorRemainder(dividingBy: interval)
    }

    private func firstPeriod(from unit: Int, through last: Int) -> Int? {
        var unit = unit
        let last = min(last, endOfCycle(from: unit))
        var barren = BarrenDays(interval: interval, unitsPerDay: unitsPerDay)
        while unit <= last {
            let day = unit.floorDivided(by: unitsPerDay)
            guard let open = filter.first(from: day, through: last.floorDivided(by: unitsPerDay)) else { return nil }
            if open > day {
                unit = aligned(from: open * unitsPerDay)
                continue
            }
            let place = unit - day * unitsPerDay
            if !barren.contains(place) {
                if let found = firstPlace(from: place) {
                    let period = day * unitsPerDay + found
                    return period <= last ? period : nil
                }
                barren.insert(place)
                if barren.isComplete { return nil }
            }
            unit = aligned(from: (day + 1) * unitsPerDay)
        }
        return nil
    }

    /// The first period of a day that the limits allow, of those that are whole intervals from one of them.
    private func firstPlace(from place: Int) -> Int? {
        var place = place
        while place < unitsPerDay {
            guard let time = limits.first(from: place * unitSeconds) else { return nil }
            let wanted = time / unitSeconds
            if wanted == place { return place }
            let missing = wanted - place
            place += (missing + interval - 1) / interval * interval
        }
        return nil
    }

    /// Where calendar and interval are both as at the start again: what was not found until there is nowhere.
    private func endOfCycle(from unit: Int) -> Int {
        let calendar = DayFilter.cycleDays * unitsPerDay
        let (cycle, overflows) = (calendar / calendar.greatestCommonDivisor(with: interval))
            .multipliedReportingOverflow(by: interval)
        let (end, isBeyond) = unit.addingReportingOverflow(cycle)
        return overflows || isBeyond ? .max : end
    }
}

/// The days on which no period is allowed, known by the place of their first period.
///
/// Two days whose first period has the same place are alike, so that each kind of day is looked through only once.
private struct BarrenDays {
    private let interval: Int
    private let kinds: Int?
    private var places: Set<Int> = []

    init(interval: Int, unitsPerDay: Int) {
        self.interval = interval
        // Longer intervals have one period a day at most, and nothing to remember.
        kinds = interval <= unitsPerDay ? interval / interval.greatestCommonDivisor(with: unitsPerDay) : nil
    }

    var isComplete: Bool { places.count == kinds }

    func contains(_ place: Int) -> Bool {
        kinds != nil && places.contains(place)
    }

    mutating func insert(_ place: Int) {
        if kinds != nil, place < interval { places.insert(place) }
    }
}

extension Int {
    /// The greatest whole number that divides both; both are positive.
    func greatestCommonDivisor(with other: Int) -> Int {
        var (divisor, rest) = (self, other)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        return divisor
    }
}
