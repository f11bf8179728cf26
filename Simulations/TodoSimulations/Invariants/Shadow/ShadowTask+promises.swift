internal import CivilTime
internal import TodoDomain

// What a user expects of reminders, told promise by promise.
extension ShadowTask {
    /// Where and when something is asked.
    struct Moment {
        let now: Timestamp
        let zones: MemoryZoneDatabase
        /// What the user prefers there and then.
        var settings: UserSettings = .initial
    }

    /// Done or open again: what is done reminds of nothing, what is open again reminds of what is still to come.
    mutating func setDone(_ done: Bool, _ moment: Moment) {
        guard done != isDone else { return }
        isDone = done
        if !done { place.isSkipped = false }
        for index in promises.indices {
            if done, promises[index].status == .pending {
                promises[index].withdraw(.taskCompleted)
            } else if !done, promises[index].status == .cancelled, promises[index].offset == nil || wall != nil {
                let instant = dueInstant(of: promises[index], moment)
                if instant > moment.now { promises[index] = promises[index].again(at: instant) }
            }
        }
    }

    /// Promises to remind, unless the task is done; false when the promise hangs on a due date that is not there.
    mutating func promise(_ input: ReminderInput, _ moment: Moment) -> Bool {
        switch input.moment {
        case .at(let instant): promise(instant)
        case .relativeToDue(let offset):
            guard wall != nil else { return false }
            promise(.epoch)
            promises[promises.count - 1].offset = offset
            promises[promises.count - 1].instant = dueInstant(of: promises[promises.count - 1], moment)
        }
        return true
    }

    mutating func promise(_ instant: Timestamp) {
        promises.append(Promise(instant: instant))
        if isDone { promises[promises.count - 1].withdraw(.taskCompleted) }
    }

    /// Moves the first promise that the user asked for, or takes it back; what the user saw before is no new instant.
    mutating func movePromise(to instant: Timestamp?, from seen: Timestamp?) {
        let shown = ownPromise
        guard shown.map({ promises[$0].instant }) != instant, instant == nil || instant != seen else { return }
        if let shown { promises.remove(at: shown) }
        guard let instant else { return }
        promise(instant)
        giveWay()
    }

    /// Takes along what hangs on the due date, after that changed.
    mutating func followDue(_ moment: Moment) {
        for index in promises.indices where promises[index].offset != nil && !promises[index].isAutomatic {
            if wall == nil {
                if promises[index].status == .pending { promises[index].withdraw(.noDueDate) }
                continue
            }
            var plain = promises[index]
            plain.snoozedFrom = nil
            plain.instant = dueInstant(of: plain, moment)
            let isWithdrawn = promises[index].status == .cancelled
            if plain.instant == promises[index].instant, !isWithdrawn { continue }
            if plain.instant > moment.now, !isDone {
                promises[index] = plain.again(at: plain.instant)
            } else if isWithdrawn || promises[index].status == .pending {
                promises[index] = plain
                promises[index].withdraw(isDone ? .taskCompleted : .passed)
            }
        }
    }

    /// Puts what waits and hangs on the due date where the rules say that it is by now, be it past.
    mutating func replan(_ moment: Moment) {
        for index in promises.indices where promises[index].status == .pending && wall != nil {
            let instant = dueInstant(of: promises[index], moment)
            if instant != promises[index].instant { promises[index] = promises[index].again(at: instant) }
        }
    }

    /// What the next task of a series takes over: the distance to the due date, or else the distance that there was.
    func promises(ofNext next: ShadowTask, _ moment: Moment) -> [Promise] {
        promises.filter { !$0.isAutomatic }.compactMap { promise in
            var heir = promise
            heir.snoozedFrom = nil
            if promise.offset != nil {
                heir = heir.again(at: next.dueInstant(of: heir, moment))
            } else {
                let original = promise.snoozedFrom ?? promise.instant
                guard let wall, let newWall = next.wall else { return nil }
                let lead = instant(of: wall, moment).duration(since: original)
                heir = heir.again(at: next.instant(of: newWall, moment) + (.zero - lead))
            }
            if heir.instant <= moment.now { heir.withdraw(.passed) }
            return heir.offset == nil && heir.status == .cancelled ? nil : heir
        }
    }

    /// The instant that the due date gives a promise that hangs on it, any other promise's own.
    ///
    /// So many days earlier or later by the wall clock, then so many seconds by a stop-watch.
    func dueInstant(of promise: Promise, _ moment: Moment) -> Timestamp {
        guard let wall, let offset = promise.offset, promise.snoozedFrom == nil else { return promise.instant }
        let milliseconds = wall.millisecondsSinceEpoch + Int64(offset.days) * 86_400_000
        return instant(of: CivilDateTime(millisecondsSinceEpoch: milliseconds), moment)
            .adding(milliseconds: Int64(offset.seconds) * 1_000)
    }
}

extension ShadowTask.Promise {
    mutating func withdraw(_ reason: Reminder.CancellationReason) {
        status = .cancelled
        because = reason
    }

    /// The same promise made anew.
    fileprivate func again(at instant: Timestamp) -> ShadowTask.Promise {
        ShadowTask.Promise(
            instant: instant, offset: offset, isAutomatic: isAutomatic, snoozedFrom: snoozedFrom)
    }
}
