internal import CivilTime
internal import SimulationKit
internal import TodoDomain

// What comes all at once: a week's worth of dates, a second's worth of reminders, a minute's worth of clicks.
extension DiaryWriter {
    /// Series of each policy and way to advance, begun before something goes away, looked at before, during and after.
    func writeOutage(_ pages: inout DiaryPages) {
        for missed in SeriesSettings.Missed.allCases {
            for advance in SeriesSettings.Advance.allCases where random.below(4) > 0 {
                beginSeries(missed, advance, &pages)
            }
        }
        writeVisits(&pages)
    }

    private func beginSeries(
        _ missed: SeriesSettings.Missed, _ advance: SeriesSettings.Advance, _ pages: inout DiaryPages
    ) {
        let time = instant(hours: 0, minutes: random.number(in: 1...36 * 60))
        let quarter: Int64 = 900_000
        let wall = (time.millisecondsSinceEpoch + random.number(in: 0...2 * 86_400_000)) / quarter * quarter
        let zone = random.element(of: SimulatedZones.names)
        var input = task("\(missed)", due: CivilDateTime(millisecondsSinceEpoch: wall), in: zone)
        let isWeekly = random.below(6) == 0
        let interval = isWeekly ? 1 : 1 + random.below(2)
        input.rule = .set(RecurrenceRule(frequency: isWeekly ? .weekly : .daily, interval: interval))
        input.series.missed = .set(missed)
        input.series.advance = .set(advance)
        remind(&pages, of: pages.add(.create(input), at: time), after: time)
    }

    /// Tasks made over some hours whose reminders are all for one second; a few of them are done before.
    func writeSecond(_ pages: inout DiaryPages) {
        guard let moment = plan.moment else { return }
        let wall = CivilDateTime(millisecondsSinceEpoch: moment.millisecondsSinceEpoch)
        for number in 0..<DiaryWriter.tasksInTheSecond {
            let time = instant(hours: 0, minutes: random.number(in: 1...150))
            var input = task("Now \(number)", due: wall, in: nil)
            let isAbsolute = random.below(2) == 0
            if isAbsolute { input.reminderAt = .set(moment) }
            if random.below(20) == 0 { input.completed = .set(true) }
            let made = pages.add(.create(input), at: time)
            if !isAbsolute { pages.add(.remind(.atDue, ofTaskMadeBy: made), at: soon(after: time)) }
        }
        for _ in 0..<4 { visit(&pages, at: moment.adding(milliseconds: random.number(in: -3_600_000...3_600_000))) }
    }

    /// Tasks of each user that are due in the same second.
    static let tasksInTheSecond = 50

    /// Series with dates days back, then storms on them: everything at once, some of it twice, some of it again later.
    func writeStorms(_ pages: inout DiaryPages) {
        let series = (0..<2 + random.below(2)).map { number in
            let time = instant(hours: 0, minutes: random.number(in: 1...20))
            let back = time.millisecondsSinceEpoch / 60_000 * 60_000 - random.number(in: 0...6 * 24) * 3_600_000
            var input = task("Storm \(number)", due: CivilDateTime(millisecondsSinceEpoch: back), in: nil)
            input.rule = .set(RecurrenceRule(frequency: .daily))
            input.series.missed = .set(random.element(of: SeriesSettings.Missed.allCases) ?? .each)
            if random.below(5) == 0 { input.series.repeatFrom = .set(.completion) }
            let key = pages.add(.create(input), at: time)
            remind(&pages, of: key, after: time, most: 1)
            return key
        }
        var time = instant(hours: 0, minutes: 25)
        while time < instant(hours: Int64(hours)) {
            storm(on: random.element(of: series) ?? 0, at: time, &pages)
            time = time.adding(milliseconds: random.exponential(mean: 900_000))
        }
    }

    private func storm(on series: Int, at time: Timestamp, _ pages: inout DiaryPages) {
        let buttons: [DiaryEntry.Button] = [.complete, .complete, .complete, .toggle, .toggle, .reopen, .skip, .undo]
        let keys = (0..<3 + random.below(8)).map { _ in
            let button = random.element(of: buttons) ?? .toggle
            return pages.add(.press(button, ofSeriesMadeBy: series), at: time, isDoubled: random.below(4) == 0)
        }
        // Requests that were answered, or not, come again after a while, with their keys.
        let later = time.adding(milliseconds: random.number(in: 1_000...1_200_000))
        for key in keys where random.below(3) == 0 { pages.add(.repeatRequest(of: key), at: later) }
    }
}
