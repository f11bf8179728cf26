import CivilTime
import TodoDomain

/// Tasks that differ in all that a filter looks at.
enum FilterTasks {
    static func varied(_ count: Int) -> [TodoTask] {
        var numbers = SeededNumbers(state: 42)
        return (1...count).map { task(Int64($0), &numbers) }
    }

    private static func task(_ id: Int64, _ numbers: inout SeededNumbers) -> TodoTask {
        var task = TodoTask(
            id: TaskID(id), userID: UserID("u"), title: pick(["work", "Wörk a B", "کام", "x-1"], &numbers),
            description: pick(["", "o'clock \"q\" \\", "é"], &numbers), priority: pick(Priority.allCases, &numbers),
            tags: pick([[], ["Work"], ["a b", "کام"], ["and", "7d"]], &numbers), createdAt: instant(&numbers),
            updatedAt: instant(&numbers))
        if numbers.chance(70) { task.due = due(&numbers) }
        if numbers.chance(30) { task.completedAt = instant(&numbers) }
        let status = pick([Reminder.Status.pending, .sent, .cancelled], &numbers)
        if numbers.chance(40) {
            task.reminders = [Reminder(id: ReminderID(id), remindAt: instant(&numbers), status: status)]
        }
        if let due = task.due, numbers.chance(30) {
            task.series = RecurrenceRule(frequency: .daily).map { Series(rule: $0, anchor: due.wall) }
        }
        return task
    }

    /// Within two weeks around 2026-03-29.
    private static func instant(_ numbers: inout SeededNumbers) -> Timestamp {
        let quarters = Int64.random(in: -672...672, using: &numbers)
        return Timestamp(millisecondsSinceEpoch: 1_774_785_600_000 + quarters * 900_000)
    }

    private static func due(_ numbers: inout SeededNumbers) -> DueDate {
        let reading = CivilDateTime(millisecondsSinceEpoch: instant(&numbers).millisecondsSinceEpoch)
        let anchors: [DueDate.Anchor] = [
            .floating, .zone("Asia/Karachi"), .zone("America/New_York"), .offset(seconds: -82_800), .zone("Nowhere"),
        ]
        let anchor = pick(anchors, &numbers)
        guard numbers.chance(30), let midnight = CivilDateTime(date: reading.date) else {
            return DueDate(wall: reading, anchor: anchor)
        }
        return DueDate(wall: midnight, anchor: anchor, isAllDay: true)
    }

    private static func pick<Value>(_ choices: [Value], _ numbers: inout SeededNumbers) -> Value {
        choices[Int.random(in: choices.indices, using: &numbers)]
    }
}
