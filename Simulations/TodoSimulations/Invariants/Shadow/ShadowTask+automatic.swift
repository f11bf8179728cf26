internal import CivilTime
internal import TodoDomain

// What a user expects to be reminded of without asking, as the settings say.
extension ShadowTask {
    /// A new time to be done at promises what the settings say; what the user asked for takes the place of all that.
    mutating func promiseBySettings(since old: ShadowTask, _ moment: Moment) {
        let isMoved = wall != old.wall || zone != old.zone || isAllDay != old.isAllDay
        if isMoved { promises.removeAll { $0.isAutomatic } }
        guard ownPromise == nil, isMoved, wall != nil, !isAllDay else { return }
        var distances = moment.settings.notifyWhenDue ? [ReminderOffset.atDue] : []
        if let other = moment.settings.defaultReminder, !distances.contains(other) { distances.append(other) }
        for distance in distances {
            var promise = Promise(instant: .epoch, offset: distance, isAutomatic: true)
            promise.instant = dueInstant(of: promise, moment)
            guard promise.instant > moment.now else { continue }
            if isDone { promise.withdraw(.taskCompleted) }
            promises.append(promise)
        }
    }

    /// Takes back what the settings promised, but for what was kept or put off, once the user asked for something.
    mutating func giveWay() {
        promises.removeAll { $0.isAutomatic && $0.status != .sent && $0.snoozedFrom == nil }
    }
}

extension ShadowTask.Promise {
    /// True for what the settings promised and promise no more; what was put off is the user's own wish.
    func isSwitchedOff(_ settings: UserSettings) -> Bool {
        guard isAutomatic, snoozedFrom == nil else { return false }
        return offset == .atDue
            ? !settings.notifyWhenDue && settings.defaultReminder != .atDue : settings.defaultReminder == nil
    }
}
