import CivilTime
import Testing
import TodoDomain

@testable import TodoSimulations

@Suite("The calendar of reminders")
struct ReminderCalendarTests {
    private let start = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000)

    private func change(_ effects: [Effect]) -> Change {
        Change(
            sequence: 1, kind: .taskUpdated, actor: .user, time: start, correlationID: "", effects: effects)
    }

    private func task(_ id: Int64, _ reminders: [(id: Int64, seconds: Int64)]) -> TodoTask {
        TodoTask(
            id: TaskID(id), userID: UserID("user-1"), title: "Call home",
            reminders: reminders.map {
                Reminder(id: ReminderID($0.id), remindAt: start.adding(milliseconds: $0.seconds * 1_000))
            }, createdAt: start, updatedAt: start)
    }

    @Test("names the earliest reminder that is due, and none before its time")
    func earliest() {
        var calendar = ReminderCalendar()
        calendar.apply(change([.putTask(task(1, [(11, 50), (12, 20)]))]))
        calendar.apply(change([.putTask(task(2, [(21, 30)]))]))
        #expect(calendar.overdue(at: start.adding(milliseconds: 19_999)) == nil)
        #expect(calendar.overdue(at: start.adding(milliseconds: 20_000))?.reminderID == ReminderID(12))
        #expect(calendar.overdue(at: start.adding(milliseconds: 90_000))?.reminderID == ReminderID(12))
    }

    @Test("forgets what was moved, sent, or deleted with its task")
    func forgets() {
        let late = start.adding(milliseconds: 90_000)
        var calendar = ReminderCalendar()
        calendar.apply(change([.putTask(task(1, [(11, 10)]))]))
        calendar.apply(change([.putTask(task(1, [(12, 100)]))]))
        #expect(calendar.overdue(at: late) == nil)
        calendar.apply(change([.putTask(task(2, [(21, 5)]))]))
        calendar.apply(change([.removeTask(TaskID(2))]))
        #expect(calendar.overdue(at: late) == nil)
        var done = task(1, [(12, 100)])
        done.completedAt = start
        calendar.apply(change([.putTask(done)]))
        #expect(calendar.overdue(at: start.adding(milliseconds: 200_000)) == nil)
        calendar.apply(change([.putTask(task(1, [(12, 100)]))]))
        #expect(calendar.overdue(at: start.adding(milliseconds: 200_000))?.taskID == TaskID(1))
    }
}
