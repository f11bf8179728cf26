internal import CivilTime
internal import TodoDomain

/// Recurrence arithmetic as it is often got wrong.
extension PlantedBug {
    private static func recurrence(
        _ name: String, _ summary: String, _ next: @escaping FaultyRecurrence.Next
    ) -> PlantedBug {
        PlantedBug(name, summary, breaks: [.oneSuccessor], FaultyRecurrence.parts(next))
    }

    /// The reading that a completion is at, on the date's own clock.
    private static func horizon(_ due: DueDate, _ completedAt: Timestamp) -> CivilDateTime {
        max(due.wall, due.rules(in: SimulatedZones.database).civil(at: completedAt))
    }

    static let recurrenceBugs: [PlantedBug] = [
        PlantedBug(
            "zone-rules-of-the-build", "nodes keep the zone rules that they were built with when newer ones are out",
            breaks: [.oneSuccessor, .predictedState], .with { $0.wire = { $1.zones = SimulatedZones.database } }),
        recurrence("thirty-day-months", "monthly tasks come again after thirty days") { due, series, completedAt in
            guard series.rule.frequency == .monthly,
                let days = RecurrenceRule(frequency: .daily, interval: 30 * series.rule.interval)
            else { return series.successor(of: due, completedAt: completedAt, zones: SimulatedZones.database) }
            return days.occurrence(after: horizon(due, completedAt), anchor: series.anchor).map { due.moved(to: $0) }
        },
        recurrence("anchor-day-lost", "after a short month a series stays on that month's last day") {
            due, series, completedAt in
            series.rule.occurrence(after: horizon(due, completedAt), anchor: due.wall).map { due.moved(to: $0) }
        },
        recurrence(
            "recurrence-in-utc", "the next date is reckoned in UTC, so that the time of day moves with the season"
        ) {
            due, series, completedAt in
            let rules = due.rules(in: SimulatedZones.database)
            let anchor = ZoneRules.utc.civil(at: rules.instant(of: series.anchor))
            let reached = max(due.instant(in: SimulatedZones.database), completedAt)
            return series.rule.occurrence(after: ZoneRules.utc.civil(at: reached), anchor: anchor).map {
                due.moved(to: rules.civil(at: ZoneRules.utc.instant(of: $0)))
            }
        },
        recurrence("unknown-rule-is-daily", "a rule with an interval, which is not known, counts as daily") {
            due, series, completedAt in
            let daily = RecurrenceRule(frequency: .daily) ?? series.rule
            let rule = series.rule.interval == 1 ? series.rule : daily
            return rule.occurrence(after: horizon(due, completedAt), anchor: series.anchor).map { due.moved(to: $0) }
        },
        recurrence("by-parts-ignored", "of a rule only the frequency and the interval count") {
            due, series, completedAt in
            let rule = RecurrenceRule(frequency: series.rule.frequency, interval: series.rule.interval) ?? series.rule
            return rule.occurrence(after: horizon(due, completedAt), anchor: series.anchor).map { due.moved(to: $0) }
        },
        recurrence("completion-as-start", "the next date counts from the completion, so that the time of day drifts") {
            due, series, completedAt in
            let completion = due.rules(in: SimulatedZones.database).civil(at: completedAt)
            return series.rule.occurrence(after: completion, anchor: completion).map { due.moved(to: $0) }
        },
        recurrence("zone-dropped", "the next date forgets the zone of the one before") { due, series, completedAt in
            var next = series.successor(of: due, completedAt: completedAt, zones: SimulatedZones.database)
            next?.anchor = .floating
            return next
        },
        recurrence("completion-in-utc", "a late completion is compared with the due date on another clock") {
            due, series, completedAt in
            series.successor(of: due, completedAt: completedAt, zones: MemoryZoneDatabase([]))
        },
    ]
}
