public import CivilTime

/// Until when a client wants to hear no more of a reminder.
public struct SnoozeInput: Hashable, Codable, Sendable {
    /// A choice that most products offer.
    public enum Preset: String, Codable, Sendable, CaseIterable {
        /// Ten minutes from now.
        case tenMinutes = "10m"
        /// An hour from now.
        case oneHour = "1h"
        /// The next time when the user's evening begins.
        case thisEvening = "this_evening"
        /// When the user's morning begins tomorrow.
        case tomorrowMorning = "tomorrow_morning"
        /// When the user's morning begins on the next Monday.
        case nextWeek = "next_week"
    }

    /// When to remind again.
    public enum Moment: Hashable, Codable, Sendable {
        /// As the preset says.
        case preset(Preset)
        /// At that time; a floating one is read on the user's clock.
        case until(DueDate)
        /// That long from now.
        case after(ReminderOffset)
    }

    /// When to remind again.
    public var moment: Moment

    /// A snooze of that kind.
    public init(_ moment: Moment) {
        self.moment = moment
    }
}

extension SnoozeInput {
    /// The instant to remind at again, not always in the future.
    public func instant(
        from now: Timestamp, of task: TodoTask, _ settings: UserSettings, zones: some ZoneDatabase
    ) -> Timestamp {
        let clock = settings.clock(for: task, zones: zones)
        switch moment {
        case .preset(let preset): return preset.instant(from: now, settings, clock)
        case .until(let date):
            return date.anchor == .floating ? clock.instant(of: date.wall) : date.instant(in: zones)
        case .after(let span):
            let today = clock.civil(at: now)
            return span.days == 0
                ? now.adding(milliseconds: Int64(span.seconds) * 1_000)
                : clock.instant(of: today.on(today.date.adding(days: span.days)))
                    .adding(milliseconds: Int64(span.seconds) * 1_000)
        }
    }
}

extension SnoozeInput.Preset {
    fileprivate func instant(from now: Timestamp, _ settings: UserSettings, _ clock: ZoneRules) -> Timestamp {
        let today = clock.civil(at: now).date
        switch self {
        case .tenMinutes: return now.adding(milliseconds: 600_000)
        case .oneHour: return now.adding(milliseconds: 3_600_000)
        case .thisEvening:
            let evening = clock.instant(of: settings.evening.on(today))
            return evening > now ? evening : clock.instant(of: settings.evening.on(today.adding(days: 1)))
        case .tomorrowMorning: return clock.instant(of: settings.morning.on(today.adding(days: 1)))
        case .nextWeek:
            // Day 0 of the epoch was a Thursday, three days after a Monday.
            let daysSinceMonday = ((today.daysSinceEpoch + 3) % 7 + 7) % 7
            return clock.instant(of: settings.morning.on(today.adding(days: 7 - daysSinceMonday)))
        }
    }
}
