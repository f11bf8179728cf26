internal import CivilTime
internal import TodoDomain

extension ShadowTask {
    /// Reminds later instead; false when the user cannot expect that.
    mutating func snooze(
        _ id: ReminderID, _ input: SnoozeInput, _ settings: UserSettings, _ moment: Moment
    ) -> Bool {
        guard let index = promises.firstIndex(where: { $0.id == id }) else { return false }
        let old = promises[index]
        guard !isDone, old.status == .pending || old.status == .sent else { return false }
        let instant = instant(until: input, settings, moment)
        guard instant > moment.now else { return false }
        promises[index] = Promise(
            instant: instant, offset: old.offset, isAutomatic: old.isAutomatic,
            snoozedFrom: old.snoozedFrom ?? old.instant)
        return true
    }

    /// The user looks at the clock on the wall, day by day.
    private func instant(until input: SnoozeInput, _ settings: UserSettings, _ moment: Moment) -> Timestamp {
        let clock =
            (settings.timeZone ?? (wall == nil ? nil : zone)).flatMap { moment.zones.rules(named: $0) } ?? ZoneRules.utc
        switch input.moment {
        case .until(let date):
            if case .zone(let name) = date.anchor {
                return (moment.zones.rules(named: name) ?? .utc).instant(of: date.wall)
            }
            if case .offset(let seconds) = date.anchor {
                return Timestamp(millisecondsSinceEpoch: date.wall.millisecondsSinceEpoch - Int64(seconds) * 1_000)
            }
            return clock.instant(of: date.wall)
        case .after(let span): return moment.now.adding(milliseconds: Int64(span.seconds) * 1_000)
        case .preset(.tenMinutes): return moment.now.adding(milliseconds: 10 * 60_000)
        case .preset(.oneHour): return moment.now.adding(milliseconds: 60 * 60_000)
        case .preset(.thisEvening):
            return next(settings.evening, from: 0, on: clock, moment.now) { _ in true }
        case .preset(.tomorrowMorning):
            return next(settings.morning, from: 1, on: clock, moment.now) { _ in true }
        case .preset(.nextWeek):
            // The fifth of January 1970 was a Monday.
            return next(settings.morning, from: 1, on: clock, moment.now) { ($0.daysSinceEpoch - 4) % 7 == 0 }
        }
    }

    /// The next day from so many days on, of that kind, at that time of day, that is still to come.
    private func next(
        _ time: TimeOfDay, from firstDay: Int, on clock: ZoneRules, _ now: Timestamp, _ isWanted: (CivilDate) -> Bool
    ) -> Timestamp {
        let today = clock.civil(at: now).date
        for day in firstDay...firstDay + 8 where isWanted(today.adding(days: day)) {
            let midnight = Int64(today.adding(days: day).daysSinceEpoch) * 86_400_000
            let wall = CivilDateTime(millisecondsSinceEpoch: midnight + Int64(time.minutes) * 60_000)
            let instant = clock.instant(of: wall)
            if instant > now { return instant }
        }
        return now
    }
}
