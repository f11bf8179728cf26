internal import CivilTime
internal import SimulationKit
internal import TodoDomain

// A year by the clock on the wall, with the most attention to the days on which clocks change.
extension DiaryWriter {
    /// Instants at which the clocks of the user's zone change, with the offsets in seconds before and after.
    private struct ClockChange {
        let instant: Timestamp
        let offsets: [Int]

        /// A reading just before the change, in the gap or overlap, at its ends, or just after.
        func reading(_ random: SimulationRandom) -> CivilDateTime {
            let edges = offsets.map { instant.millisecondsSinceEpoch + Int64($0) * 1_000 }
            let low = edges.min() ?? 0
            // The day that is left out in Apia is as long as all days around other changes.
            let span = min((edges.max() ?? 0) - low, 86_400_000)
            let shifts: [Int64] = [-1_800_000, 0, span / 2, span - 60_000, span, span + 1_800_000]
            let shift = shifts[random.below(shifts.count)]
            return CivilDateTime(millisecondsSinceEpoch: low + shift)
        }
    }

    func writeYear(_ pages: inout DiaryPages) {
        let zone = plan.zoneYear?.zone ?? random.element(of: SimulatedZones.names + ["Africa/Casablanca"]) ?? "UTC"
        let changes = changes(of: zone)
        for number in 0..<(isCrowd ? 2 : 3 + random.below(3)) { begin(number, in: zone, changes, &pages) }
        writeVisits(&pages)
        for change in changes { write(change, in: zone, &pages) }
    }

    private func changes(of zone: String) -> [ClockChange] {
        let end = instant(hours: Int64(hours))
        if let year = plan.zoneYear {
            let offsets = [year.offsetSeconds] + year.changes.map(\.offsetSeconds)
            return zip(year.changes, offsets).map { change, before in
                ClockChange(instant: change.instant, offsets: [before, change.offsetSeconds])
            }.filter { $0.instant > begin && $0.instant < end }
        }
        guard let rules = SimulatedZones.database.rules(named: zone) else { return [] }
        return (0..<Int64(hours)).compactMap { hour in
            let offsets = [instant(hours: hour), instant(hours: hour + 1)].map { rules.offsetSeconds(at: $0) }
            return offsets[0] == offsets[1] ? nil : ClockChange(instant: instant(hours: hour + 1), offsets: offsets)
        }
    }

    /// A series that goes on all year.
    private func begin(_ number: Int, in zone: String, _ changes: [ClockChange], _ pages: inout DiaryPages) {
        let time = instant(hours: random.number(in: 0...24))
        let rules = SimulatedZones.database.rules(named: zone) ?? .utc
        let today = rules.civil(at: time).date
        let frequency = random.element(of: [.daily, .daily, .weekly, .monthly] as [RecurrenceRule.Frequency]) ?? .daily
        // Monthly on the last day, which short months do not have.
        let last = CivilDate.length(ofMonth: today.month, year: today.year)
        let day = today.adding(days: frequency == .monthly ? last - today.day : random.below(5))
        var input = task("Series \(number)", due: reading(on: day, changes), in: random.below(10) == 0 ? nil : zone)
        input.rule = .set(RecurrenceRule(frequency: frequency, interval: 1 + random.below(4) / 3))
        input.series.missed = .set(random.element(of: SeriesSettings.Missed.allCases) ?? .each)
        switch random.below(10) {
        case 0: input.series.repeatFrom = .set(.completion)
        case 1...2:
            let isTooMuch = isCrowd && frequency != .monthly
            if !isTooMuch { input.series.advance = .set(.onSchedule) }
        default: break
        }
        remind(&pages, of: pages.add(.create(input), at: time), after: time)
    }

    /// A time of day that lies at a change of clocks, or midnight, or any.
    private func reading(on day: CivilDate, _ changes: [ClockChange]) -> CivilDateTime {
        if let change = random.element(of: changes), random.below(3) > 0 { return change.reading(random).on(day) }
        let minute = random.below(3) == 0 ? 0 : random.below(96) * 15
        return CivilDateTime(millisecondsSinceEpoch: Int64(day.daysSinceEpoch) * 86_400_000 + Int64(minute) * 60_000)
    }

    /// Tasks that are due while the clocks are changed, a series by the clock across that, and visits around it.
    private func write(_ change: ClockChange, in zone: String, _ pages: inout DiaryPages) {
        let hour: Int64 = 3_600_000
        let early = change.instant.adding(milliseconds: -4 * 24 * hour - random.number(in: 0...24) * hour)
        for number in 0..<(isCrowd ? 1 : 2) {
            let single = pages.add(.create(task("Change \(number)", due: change.reading(random), in: zone)), at: early)
            remind(&pages, of: single, after: early)
        }
        let reading = change.reading(random)
        var daily = task("Across the change", due: reading.on(reading.date.adding(days: -2)), in: zone)
        daily.rule = .set(try? RecurrenceRule(text: "FREQ=DAILY;COUNT=\(3 + random.below(3))"))
        daily.series.missed = .set(random.element(of: SeriesSettings.Missed.allCases) ?? .each)
        daily.series.advance = .set(random.below(2) == 0 ? .onSchedule : .onCompletion)
        let time = soon(after: early)
        remind(&pages, of: pages.add(.create(daily), at: time), after: time)
        for shift in isCrowd ? [-hour, 24 * hour] : [-20 * hour, -hour, 0, hour, 24 * hour] {
            visit(&pages, at: change.instant.adding(milliseconds: shift + random.number(in: 0...hour)))
        }
    }
}
