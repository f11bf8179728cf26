internal import CivilTime
internal import TodoDomain

extension ShadowTask {
    /// Done or open again: what is done reminds of nothing, what is open again reminds of what is still to come.
    mutating func setDone(_ done: Bool, at now: Timestamp) {
        guard done != isDone else { return }
        isDone = done
        for index in promises.indices {
            if done, promises[index].status == .pending {
                promises[index].status = .cancelled
            } else if !done, promises[index].status == .cancelled, promises[index].instant > now {
                promises[index] = Promise(instant: promises[index].instant)
            }
        }
    }

    /// Promises to remind, unless the task is done.
    mutating func promise(_ instant: Timestamp) {
        promises.append(Promise(instant: instant, status: isDone ? .cancelled : .pending))
    }

    /// Moves the promise that is shown as the task's own, or takes it back.
    mutating func movePromise(to instant: Timestamp?) {
        let shown = shownPromise
        guard shown.map({ promises[$0].instant }) != instant else { return }
        if let shown { promises.remove(at: shown) }
        if let instant { promise(instant) }
    }

    /// Sets due date, zone and rule; false when they do not go together.
    ///
    /// The users of the simulation enter readings without an offset only.
    mutating func setDue(_ input: TaskInput) -> Bool {
        let oldWall = wall
        let oldRule = rule
        guard setDate(input.due) else { return false }
        rule = input.rule.applied(to: rule)
        guard rule == nil || wall != nil else { return false }
        if rule == nil {
            countedFrom = nil
            follows = nil
        } else if rule != oldRule || wall != oldWall {
            countedFrom = wall
        }
        return true
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

    /// The next task of the series, due at that reading: the same in everything, its reminders as long before.
    func next(
        dueAt newWall: CivilDateTime, of id: TaskID, at now: Timestamp, _ zones: MemoryZoneDatabase
    ) -> ShadowTask {
        var next = self
        next.version = 1
        next.isDone = false
        next.wall = newWall
        next.follows = id
        let shift = wall.map { instant(of: newWall, zones).duration(since: instant(of: $0, zones)) } ?? .zero
        next.promises = promises.map { Promise(instant: $0.instant + shift) }.filter { $0.instant > now }
        return next
    }
}
