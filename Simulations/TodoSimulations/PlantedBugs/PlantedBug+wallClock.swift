internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Civil time as it is often got wrong, which shows when clocks are changed, in months of every length, or in others.
extension PlantedBug {
    static let wallClockBugs: [PlantedBug] = [
        PlantedBug(
            "utc-arithmetic", "reminders are reckoned from the due date's reading as if it were UTC",
            breaks: [.wallClock, .predictedState, .reminderTruth],
            .reckoningReminders { due, _ in Timestamp(millisecondsSinceEpoch: due.wall.millisecondsSinceEpoch) }
        ).found(in: .yearOfZones),
        PlantedBug(
            "gap-read-with-offset-after", "a reading that clocks skip is read with the offset after the gap",
            breaks: [.wallClock, .predictedState],
            .reckoningReminders { due, zones in
                let rules = due.rules(in: zones)
                let instant = rules.instant(of: due.wall)
                guard rules.civil(at: instant) != due.wall else { return instant }
                return ZoneRules(name: "after", offsetSeconds: rules.offsetSeconds(at: instant)).instant(of: due.wall)
            }
        ).found(in: .yearOfZones),
        PlantedBug(
            "overlap-second-reading", "a reading that happens twice is taken for the second",
            breaks: [.wallClock, .predictedState],
            .reckoningReminders { due, zones in
                let rules = due.rules(in: zones)
                let first = rules.instant(of: due.wall)
                let later = [1_800_000, 3_600_000].map { first.adding(milliseconds: $0) }
                return later.first { rules.civil(at: $0) == due.wall } ?? first
            }
        ).found(in: .yearOfZones),
        PlantedBug(
            "successor-in-the-past", "an occurrence that is done late is followed by one that was due before that",
            breaks: [.oneSuccessor, .wallClock],
            FaultyRecurrence.parts { due, series, _ in
                series.rule.occurrence(after: due.wall, anchor: series.anchor).map { due.moved(to: $0) }
            }
        ).found(in: .yearOfZones),
        PlantedBug(
            "absent-day-kept", "a series keeps a date that its zone left out when it went over the date line",
            breaks: [.oneSuccessor],
            FaultyRecurrence.parts { due, series, completedAt in
                let zones = SimulatedZones.database
                let next = series.successor(of: due, completedAt: completedAt, zones: zones)
                guard series.settings.repeatFrom == .due, let first = series.reading(after: series.base(due: due.wall)),
                    due.rules(in: zones).absentDates.contains(first.date)
                else { return next }
                return due.moved(to: first)
            }
        ).found(in: .yearOfZones),
        PlantedBug(
            "occurrence-before-its-time",
            "the task service's clock is twenty minutes ahead when it looks for what is overdue",
            breaks: [.wallClock],
            .with { parts in
                // Reminders that are looked for by that clock would tell of it first.
                parts.sweepsReminders = false
                parts.wire = { role, ports in
                    if role == .backend { ports.clock = HastyClock(base: ports.clock, minutes: 20) }
                }
            }
        ).found(in: .yearOfZones),
        PlantedBug(
            "zone-rules-since-boot", "a process keeps the zone rules that it first read until it ends",
            breaks: [.oneSuccessor, .predictedState],
            .with { $0.wire = { $1.zones = FirstZones(base: $1.zones) } }
        ).found(in: .zoneDataChange),
        PlantedBug(
            "clock-trusted-for-due", "reminders come by the clock of a node that is six hours ahead of all others",
            breaks: [.reminderTruth],
            .with { parts in
                parts.wire = { role, ports in
                    if role == .backend { ports.clock = HastyClock(base: ports.clock, minutes: 360) }
                    guard role == .notification else { return }
                    var scheduler = JobSchedulerDecorator(base: ports.scheduler)
                    scheduler.onJob = { $0.dueAt = $0.dueAt.adding(milliseconds: -6 * 3_600_000) }
                    ports.scheduler = scheduler
                }
            }
        ).found(in: .clockSteps),
    ]
}

/// A clock that is so many minutes ahead.
private struct HastyClock: WallClock {
    let base: any WallClock
    let minutes: Int64

    func now() -> Timestamp { base.now().adding(milliseconds: minutes * 60_000) }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}

/// The rules that were read first, confined to the simulation's thread.
private final class FirstZones: ZoneDatabase, @unchecked Sendable {
    private let base: any ZoneDatabase
    private var known: [String: ZoneRules] = [:]

    init(base: any ZoneDatabase) {
        self.base = base
    }

    var version: String { base.version }

    func rules(named name: String) -> ZoneRules? {
        if let rules = known[name] { return rules }
        known[name] = base.rules(named: name)
        return known[name]
    }
}

extension SystemParts {
    /// The system whose backend finds the instant of a due date in its own way when it plans reminders.
    fileprivate static func reckoningReminders(
        _ instant: @escaping @Sendable (DueDate, any ZoneDatabase) -> Timestamp
    ) -> SystemParts {
        .changingTasks { task, _, zones in
            guard let due = task.due else { return }
            for index in task.reminders.indices where task.reminders[index].isFollowing {
                guard let offset = task.reminders[index].offset else { continue }
                let moved = due.moved(to: due.wall.on(due.wall.date.adding(days: offset.days)))
                task.reminders[index].remindAt = instant(moved, zones)
                    .adding(milliseconds: Int64(offset.seconds) * 1_000)
            }
        }
    }
}
