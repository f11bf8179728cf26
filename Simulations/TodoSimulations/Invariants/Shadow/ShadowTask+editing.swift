internal import CivilTime
internal import TodoDomain

extension ShadowTask {
    /// Sets due date, zone and rule; false when they do not go together.
    ///
    /// The users of the simulation enter readings without an offset only.
    mutating func setDue(_ input: TaskInput, _ moment: Moment) -> Bool {
        let old = self
        guard setDate(input.due) else { return false }
        rule = input.rule.applied(to: rule)
        guard rule == nil || wall != nil else { return false }
        let isKept = rule == old.rule && wall == old.wall && isAllDay == old.isAllDay
        guard fitRule(moment, isFree: isKept || input.scope == .this && old.rule != nil) else { return false }
        if rule == nil {
            countedFrom = nil
            follows = nil
            place = ShadowPlace()
        }
        if wall != old.wall || zone != old.zone || isAllDay != old.isAllDay { followDue(moment) }
        return true
    }

    /// Puts the rule on the clock of the date; false when it repeats within the day and the date has no time.
    private mutating func fitRule(_ moment: Moment, isFree: Bool) -> Bool {
        guard let given = rule else { return true }
        let onClock = given.settled(in: zone.flatMap { moment.zones.rules(named: $0) } ?? .utc)
        rule = isAllDay && !isFree ? onClock.ofWholeDays : onClock
        return rule != nil
    }

    private mutating func setDate(_ due: DueUpdate) -> Bool {
        switch due.text {
        case .set(let text?):
            guard let reading = CivilDateTime(iso8601: text) ?? midnight(text) else { return false }
            wall = reading
            isAllDay = CivilDate(iso8601: text) != nil
            zone = due.zoneName.applied(to: zone)
        case .set(nil):
            wall = nil
            zone = nil
            isAllDay = false
        case .keep:
            guard case .set(let name) = due.zoneName else { return true }
            guard wall != nil else { return name == nil }
            zone = name
        }
        return true
    }

    private func midnight(_ text: String) -> CivilDateTime? {
        CivilDate(iso8601: text).flatMap { CivilDateTime(date: $0) }
    }

    /// The next task of the series, due at that reading: the same in everything, its reminders along with it.
    func next(
        dueAt newWall: CivilDateTime, of id: TaskID, at moment: Moment
    ) -> ShadowTask {
        var next = self
        next.version = 1
        next.uid = nil
        next.isDone = false
        next.wall = newWall
        next.follows = id
        next.place = ShadowPlace(first: place.first ?? id, reading: newWall, settings: place.settings)
        if let pattern = place.pattern {
            next.title = pattern.title
            next.details = pattern.details
            next.priority = pattern.priority
            next.zone = pattern.zone
            next.isAllDay = pattern.isAllDay
        }
        next.promises = promises(ofNext: next, moment)
        next.promiseBySettings(since: ShadowTask(), moment)
        return next
    }
}
