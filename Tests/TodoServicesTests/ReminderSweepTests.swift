import CivilTime
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("The sweep for reminders")
struct ReminderSweepTests {
    private let zones = ChangingZones()
    private let store = MemoryTaskStore(epoch: "epoch-1")
    private let clock = TestClock()
    private let invoker = ScriptedInvoker()
    private let scheduler = KeptJobs()
    private let tasks: TaskService
    private let notification: NotificationService

    init() async throws {
        tasks = TaskService(lane: TestLane(), store: store, clock: clock, zones: zones)
        notification = NotificationService(lane: TestLane(), scheduler: scheduler, invoker: invoker, clock: clock)
        try await tasks.serveMethods(on: invoker)
    }

    private func perform(_ command: TaskCommand) async throws -> TodoTask {
        let context = CommandContext(userID: TaskBench.sara, correlationID: "correlation-1")
        return try #require(try await tasks.perform(command, context).task)
    }

    private func create(_ json: String) async throws -> TodoTask {
        let input = try TaskInput(
            json: JSONCodec.decode(from: Array(json.utf8)), mode: .create, zones: zones)
        return try await perform(.create(input))
    }

    private func reminders(_ task: TodoTask) -> [Reminder] {
        store.transaction { $0.state(of: TaskBench.sara) }.tasks[task.id]?.reminders ?? []
    }

    private var outbox: [OutboxMessage] {
        store.transaction { $0.unpublished(limit: .max).entries.map(\.message) }
    }

    @Test("a job that was lost is made anew shortly before its instant, with what it carried, and not before that")
    func jobs() async throws {
        _ = try await create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        clock.set(try instant("2026-01-06T08:29:00Z"))
        await notification.sweep()
        #expect(scheduler.jobs.isEmpty)
        clock.set(try instant("2026-01-06T08:31:00Z"))
        await notification.sweep()
        let job = try #require(scheduler.jobs["reminder-1"])
        #expect(job.dueAt == (try instant("2026-01-06T09:00:00Z")))
        let event = try JSONCodec.decode(ReminderEvent.self, from: job.payload)
        #expect(event == outbox.reminders.first?.data)
        clock.set(job.dueAt)
        let trigger = JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: 1)
        #expect(await notification.remind(trigger) == .success)
    }

    @Test("a reminder whose job never came is sent once it is late, and only then")
    func late() async throws {
        let task = try await create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        clock.set(try instant("2026-01-06T09:04:00Z"))
        await notification.sweep()
        #expect(reminders(task).map(\.status) == [.pending], "its job may be about to run")
        #expect(scheduler.jobs.isEmpty)
        clock.set(try instant("2026-01-06T09:06:00Z"))
        await notification.sweep()
        await notification.sweep()
        #expect(reminders(task).map(\.status) == [.sent])
        #expect(reminders(task)[0].latenessMilliseconds == 360_000)
        let changes = outbox.taskEvents.map(\.data.change)
        #expect(changes.map(\.kind) == [.taskCreated, .reminderSent])
        #expect(changes.last?.correlationID == "correlation-1")
    }

    @Test("every page is looked at, and a task service out of reach leaves the rest to the next time")
    func pages() async throws {
        for _ in 0..<250 { _ = try await create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#) }
        clock.set(try instant("2026-01-06T08:45:00Z"))
        invoker.failNext(.timeout(service: "backend-service", method: "sweep-reminders"))
        await notification.sweep()
        #expect(scheduler.jobs.isEmpty)
        await notification.sweep()
        #expect(scheduler.jobs.count == 250)
    }

    @Test("when the zone's rules change, what follows a due date moves, however far away, and nothing else")
    func rules() async throws {
        let task = try await create(
            #"{"title": "call", "due_date": "2026-05-06T12:00:00", "time_zone": "Asia/Karachi"}"#)
        for offset in [ReminderOffset.atDue, try #require(ReminderOffset(text: "-P1D"))] {
            _ = try await perform(.addReminder(task.id, ReminderInput(offset: offset)))
        }
        _ = try await perform(.addReminder(task.id, ReminderInput(remindAt: try instant("2026-05-06T03:00:00Z"))))
        let snoozed = SnoozeInput(
            .until(try #require(DueDate(text: "2026-05-01T03:00:00Z", zoneName: nil, zones: zones))))
        _ = try await perform(.snoozeReminder(task.id, reminders(task)[1].id, snoozed))
        await notification.sweep()
        let before = reminders(task)
        zones.set(hours: 6, version: "2026b")
        await notification.sweep()
        let after = reminders(task)
        #expect(after[0].remindAt == (try instant("2026-05-06T06:00:00Z")))
        #expect(after[0].id != before[0].id)
        #expect(Array(after.dropFirst()) == Array(before.dropFirst()))
        let change = try #require(outbox.taskEvents.last?.data.change)
        #expect(change.kind == .remindersReplanned)
        #expect(change.actor == .service("backend-service"))
        #expect(outbox.reminders.suffix(2).map(\.data.eventType) == [.cancelled, .scheduled])
        await notification.sweep()
        #expect(outbox.taskEvents.last?.data.change == change, "once is enough")
    }

    @Test("a reminder that new rules put into the past comes at once")
    func past() async throws {
        let task = try await create(
            #"{"title": "call", "due_date": "2026-01-06T12:00:00", "time_zone": "Asia/Karachi"}"#)
        _ = try await perform(.addReminder(task.id, ReminderInput(offset: .atDue)))
        clock.set(try instant("2026-01-06T06:30:00Z"))
        zones.set(hours: 6, version: "2026b")
        await notification.sweep()
        #expect(reminders(task).map(\.remindAt) == [try instant("2026-01-06T06:00:00Z")])
        #expect(reminders(task).map(\.status) == [.pending])
        await notification.sweep()
        #expect(reminders(task).map(\.status) == [.sent])
    }
}

/// One zone, whose offset a test changes.
private final class ChangingZones: ZoneDatabase {
    private let state = Mutex((hours: 5, version: "2026a"))

    var version: String { state.withLock(\.version) }

    func set(hours: Int, version: String) {
        state.withLock { $0 = (hours, version) }
    }

    func rules(named name: String) -> ZoneRules? {
        ZoneRules(name: name, offsetSeconds: state.withLock(\.hours) * 3_600)
    }
}
