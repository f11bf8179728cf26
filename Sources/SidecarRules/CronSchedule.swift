package import CivilTime

/// A schedule by the wall clock: second, minute, hour, day of month, month and day of week.
package struct CronSchedule: Sendable, Equatable {
    private let text: String
    private let seconds: Set<Int>
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: CronField
    private let months: Set<Int>
    private let weekdays: CronField
    private let zone: ZoneRules

    /// How far the next run is looked for, in years.
    private static let horizon = 8

    private static let names = [
        "@yearly": "0 0 0 1 1 *", "@annually": "0 0 0 1 1 *", "@monthly": "0 0 0 1 * *", "@weekly": "0 0 0 * * 0",
        "@daily": "0 0 0 * * *", "@midnight": "0 0 0 * * *", "@hourly": "0 0 * * * *",
    ]

    /// The schedule of six fields or of a name such as `@daily`, read in a zone; nil when it is none.
    package init?(_ text: String, in zone: ZoneRules) {
        let fields = (CronSchedule.names[text] ?? text).split(separator: " ").map(String.init)
        guard fields.count == 6, let seconds = CronField(fields[0], in: 0...59),
            let minutes = CronField(fields[1], in: 0...59), let hours = CronField(fields[2], in: 0...23),
            let days = CronField(fields[3], in: 1...31),
            let months = CronField(fields[4], in: 1...12, names: CronField.months),
            let weekdays = CronField(fields[5], in: 0...6, names: CronField.weekdays)
        else { return nil }
        self.text = "\(zone.name) \(text)"
        self.seconds = seconds.values
        self.minutes = minutes.values
        self.hours = hours.values
        self.days = days
        self.months = months.values
        self.weekdays = weekdays
        self.zone = zone
    }

    /// True for schedules of the same text and zone.
    package static func == (left: CronSchedule, right: CronSchedule) -> Bool { left.text == right.text }

    /// The first instant after that one; nil when there is none within eight years.
    package func next(after instant: Timestamp) -> Timestamp? {
        let start = zone.civil(at: instant)
        for day in 0...(366 * CronSchedule.horizon) {
            let date = start.date.adding(days: day)
            guard months.contains(date.month), isDay(date) else { continue }
            for hour in hours.sorted() where day > 0 || hour >= start.hour {
                if let found = next(on: date, hour: hour, after: instant) { return found }
            }
        }
        return nil
    }

    private func next(on date: CivilDate, hour: Int, after instant: Timestamp) -> Timestamp? {
        for minute in minutes.sorted() {
            for second in seconds.sorted() {
                guard let wall = CivilDateTime(date: date, hour: hour, minute: minute, second: second) else { continue }
                let found = zone.instant(of: wall)
                // A reading that a change of the clock skips is no run.
                if found > instant, zone.civil(at: found) == wall { return found }
            }
        }
        return nil
    }

    /// When both kinds of day are restricted, either is enough.
    private func isDay(_ date: CivilDate) -> Bool {
        let isDayOfMonth = days.values.contains(date.day)
        let isWeekday = weekdays.values.contains(date.weekday % 7)
        return days.isAny || weekdays.isAny ? isDayOfMonth && isWeekday : isDayOfMonth || isWeekday
    }
}
