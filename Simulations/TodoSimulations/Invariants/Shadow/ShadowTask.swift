internal import CivilTime
internal import TodoDomain

/// A task as its user thinks of it.
struct ShadowTask: Equatable {
    /// A promise to remind; its identity is learnt when the system first shows it.
    struct Promise: Equatable {
        var id: ReminderID?
        var instant: Timestamp
        var status: Reminder.Status = .pending
        /// Its distance to the due date, if it hangs on that.
        var offset: ReminderOffset?
        /// True when the settings made it.
        var isAutomatic = false
        /// The instant before it was put off.
        var snoozedFrom: Timestamp?
        var because: Reminder.CancellationReason?
    }

    var title = ""
    var details = ""
    var priority: Priority = .medium
    var isDone = false
    /// When it is due on the clock of `zone`; nil for never.
    var wall: CivilDateTime?
    var zone: String?
    var isAllDay = false
    var rule: RecurrenceRule?
    /// The reading that a repeating task counts from.
    var countedFrom: CivilDateTime?
    /// The task that it was made to follow.
    var follows: TaskID?
    /// What else there is to say of a repeating task.
    var place = ShadowPlace()
    /// The task that it is a part of.
    var parent: TaskID?
    var tags: [String] = []
    var promises: [Promise] = []
    var version: Int64 = 1
    /// What it is called in the file that it came from.
    var uid: String?

    /// The promise that the product shows as the task's own: the next one still to be kept, else the first of all.
    var shownPromise: Int? { firstPromise(among: Array(promises.indices)) }

    /// The same among what the user asked for.
    var ownPromise: Int? { firstPromise(among: promises.indices.filter { !promises[$0].isAutomatic }) }

    private func firstPromise(among indices: [Int]) -> Int? {
        let open = indices.filter { promises[$0].status == .pending }
        return (open.isEmpty ? indices : open).min { left, right in
            (promises[left].instant, promises[left].id?.rawValue ?? .max)
                < (promises[right].instant, promises[right].id?.rawValue ?? .max)
        }
    }

    /// The instant that a reading means on the task's clock, or on the user's, or in UTC.
    func instant(of wall: CivilDateTime, _ moment: Moment) -> Timestamp {
        ((zone ?? moment.settings.timeZone).flatMap { moment.zones.rules(named: $0) } ?? .utc).instant(of: wall)
    }

    /// Learns the identities that the system gave to new promises.
    mutating func learnPromises(from task: TodoTask) {
        for index in promises.indices where promises[index].id == nil {
            promises[index].id = task.reminders[index].id
        }
    }
}

extension ShadowTask {
    /// What the user expected and the system holds otherwise; nil when they agree.
    func disagreement(with task: TodoTask) -> String? {
        let faults: [String?] = [
            told("title", title, task.title), told("description", details, task.description),
            told("priority", priority, task.priority), told("completion", isDone, task.isCompleted),
            told("due date", wall, task.due?.wall), told("zone", zone, task.due?.zoneName),
            told("all-day mark", isAllDay, task.due?.isAllDay ?? false), told("rule", rule, task.series?.rule),
            told("first reading of the series", countedFrom, task.series?.anchor),
            told("predecessor", follows, task.series?.predecessorID), told("tags", tags, task.tags),
            told("parent", parent, task.parentID),
            place.disagreement(with: task.series), disagreement(about: task.reminders),
            told("version", version, task.version), told("identity in files", uid, task.uid),
        ]
        return faults.lazy.compactMap { $0 }.first
    }

    private func told<Value: Equatable>(_ field: String, _ expected: Value, _ found: Value) -> String? {
        Disagreement.told(field, expected, found)
    }

    private func disagreement(about reminders: [Reminder]) -> String? {
        let areAlike =
            promises.count == reminders.count
            && zip(promises, reminders).allSatisfy { promise, reminder in
                (promise.id ?? reminder.id) == reminder.id && promise.instant == reminder.remindAt
                    && promise.status == reminder.status && promise.offset == reminder.offset
                    && promise.snoozedFrom == reminder.snoozedFrom && promise.isAutomatic == reminder.isAutomatic
                    && promise.because == reminder.cancelledBecause
            }
        guard !areAlike else { return nil }
        let expected = promises.map { "\($0.id?.description ?? "new") at \($0.instant) \($0.status.rawValue)" }
        let found = reminders.map { "\($0.id) at \($0.remindAt) \($0.status.rawValue)" }
        return "reminders should be [\(expected.joined(separator: ", "))] and are [\(found.joined(separator: ", "))]"
    }
}
