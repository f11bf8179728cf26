import CivilTime
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Services that consume events")
struct ConsumerTests {
    private let bench = TaskBench()
    private let invoker = ScriptedInvoker()
    private let scheduler = KeptJobs()
    private let notification: NotificationService
    private let recurrence: RecurrenceService

    init() async throws {
        notification = NotificationService(
            lane: TestLane(), scheduler: scheduler, invoker: invoker, clock: bench.clock)
        recurrence = RecurrenceService(
            lane: TestLane(), scheduler: scheduler, invoker: invoker, zones: TaskBench.zones)
        try await bench.service.serveMethods(on: invoker)
    }

    private func trigger(_ job: Job) -> JobTrigger {
        JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: 1)
    }

    private func deliver(_ events: [CloudEvent<ReminderEvent>]) async {
        for event in events { #expect(await notification.handle(Delivery(event: event, attempt: 1)) == .success) }
    }

    @Test("a scheduled reminder becomes a job that, when due, marks it sent once")
    func remind() async throws {
        let task = try await bench.create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        await deliver(bench.outbox.reminders)
        let job = try #require(scheduler.jobs.values.first)
        #expect(job.name == "reminder-1")
        #expect(job.dueAt == task.reminders.first?.remindAt)
        #expect(await notification.remind(trigger(job)) == .retry(reason: "the task service's clock is not there yet"))
        #expect(bench.task(task.id) == task)
        bench.clock.set(job.dueAt)
        #expect(await notification.remind(trigger(job)) == .success)
        #expect(await notification.remind(trigger(job)) == .success)
        #expect(bench.task(task.id)?.reminders.map(\.status) == [.sent])
        #expect(bench.outbox.taskUpdates.compactMap(\.data.notification).count == 1)
        #expect(bench.outbox.taskEvents.last?.data.change.actor == .service("notification-service"))
    }

    @Test("a cancelled reminder has no job, and one that fires all the same is not sent")
    func cancel() async throws {
        let task = try await bench.create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        await deliver(bench.outbox.reminders)
        let job = try #require(scheduler.jobs.values.first)
        try await bench.perform(.toggle(task.id))
        await deliver(Array(bench.outbox.reminders.suffix(1)))
        #expect(scheduler.jobs.isEmpty)
        bench.clock.set(job.dueAt)
        #expect(await notification.remind(trigger(job)) == .success)
        #expect(bench.outbox.taskUpdates.allSatisfy { $0.data.notification == nil })
        try await bench.perform(.delete(task.id))
        #expect(await notification.remind(trigger(job)) == .success)
    }

    @Test("a cancellation that is delivered again after the task was reopened takes nothing away")
    func lateCancellation() async throws {
        let task = try await bench.create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        try await bench.perform(.toggle(task.id))
        try await bench.perform(.toggle(task.id))
        let events = bench.outbox.reminders
        #expect(events.map(\.data.eventType) == [.scheduled, .cancelled, .scheduled])
        await deliver(events)
        await deliver(Array(events.prefix(2)))
        let wanted = try #require(bench.task(task.id)?.reminders.first)
        #expect(scheduler.jobs.keys.sorted() == ["reminder-\(wanted.id)"])
    }

    @Test("what cannot be done now is asked for again, what never can be is dropped")
    func failures() async throws {
        try await bench.create(#"{"title": "call", "reminder_at": "2026-01-06T09:00:00Z"}"#)
        let event = Delivery(event: try #require(bench.outbox.reminders.first), attempt: 1)
        scheduler.failNext(.unavailable)
        guard case .retry = await notification.handle(event) else {
            Issue.record("an unreachable scheduler must be tried again")
            return
        }
        scheduler.failNext(.invalid)
        #expect(await notification.handle(event) == .drop(reason: "scripted"))
        let broken = JobTrigger(name: "reminder-1", dueAt: .epoch, payload: [1, 2, 3], attempt: 1)
        #expect(await notification.remind(broken) == .drop(reason: "the job's payload is no reminder event"))
    }

    @Test("a completed occurrence gets one successor, however often its event is delivered")
    func successor() async throws {
        let task = try await bench.create(
            #"{"title": "a", "due_date": "2026-01-05T09:00:00Z", "recurring_pattern": "daily"}"#)
        try await bench.perform(.toggle(task.id))
        for event in bench.outbox.taskEvents + bench.outbox.taskEvents {
            #expect(await recurrence.handle(Delivery(event: event, attempt: 1)) == .success)
        }
        #expect(bench.state().tasks.count == 2)
        let successor = try #require(bench.state().orderedTasks.last)
        #expect(successor.due?.text == "2026-01-06T09:00:00Z")
        #expect(bench.outbox.taskEvents.last?.data.change.actor == .service("recurring-task-service"))
    }

    @Test("a task service that does not answer is asked again, and nothing is asked for other events")
    func recurrenceFailure() async throws {
        let task = try await bench.create(
            #"{"title": "a", "due_date": "2026-01-05T09:00:00Z", "recurring_pattern": "daily"}"#)
        let created = try #require(bench.outbox.taskEvents.last)
        #expect(await recurrence.handle(Delivery(event: created, attempt: 1)) == .success)
        #expect(invoker.callCount == 0)
        try await bench.perform(.toggle(task.id))
        let completed = try #require(bench.outbox.taskEvents.last)
        invoker.failNext(.timeout(service: "backend-service", method: "spawn-occurrence"))
        guard case .retry = await recurrence.handle(Delivery(event: completed, attempt: 1)) else {
            Issue.record("a timeout must be tried again")
            return
        }
        #expect(await recurrence.handle(Delivery(event: completed, attempt: 2)) == .success)
        #expect(bench.state().tasks.count == 2)
    }
}
