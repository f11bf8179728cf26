import CivilTime
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Occurrences by the clock")
struct OccurrenceJobTests {
    private let bench = TaskBench()
    private let invoker = ScriptedInvoker()
    private let scheduler = RecordedJobs()
    private let recurrence: RecurrenceService

    init() async throws {
        recurrence = RecurrenceService(
            lane: TestLane(), scheduler: scheduler, invoker: invoker, zones: TaskBench.zones)
        try await bench.service.serveMethods(on: invoker)
    }

    private func daily(_ due: String, missed: String = "next_future") async throws -> TodoTask {
        try await bench.create(
            """
            {"title": "run", "due_date": "\(due)",
             "recurrence": {"rule": "daily", "advance": "on_schedule", "missed": "\(missed)"}}
            """)
    }

    private func deliverLast() async throws {
        let event = try #require(bench.outbox.taskEvents.last)
        #expect(await recurrence.handle(Delivery(event: event, attempt: 1)) == .success)
    }

    /// Runs jobs that are due, and what they make, until none is left; answers how many ran.
    private func runDueJobs() async throws -> Int {
        var count = 0
        while let job = scheduler.takeDue(by: bench.clock.now()) {
            let trigger = JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: 1)
            let head = bench.state().sequence
            #expect(await recurrence.advance(trigger) == .success)
            if bench.state().sequence > head { try await deliverLast() }
            count += 1
        }
        return count
    }

    @Test("the job of an occurrence makes the next one when it is due, once, and that has a job of its own")
    func chain() async throws {
        let first = try await daily("2026-01-06T09:00:00")
        try await deliverLast()
        try await deliverLast()
        #expect(scheduler.jobs.map(\.dueAt) == [try instant("2026-01-07T09:00:00Z")])
        let job = try #require(scheduler.jobs.first)
        let early = JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: 1)
        #expect(await recurrence.advance(early) == .retry(reason: "the task service's clock is not there yet"))
        #expect(bench.state().tasks.count == 1)
        bench.clock.set(job.dueAt)
        #expect(try await runDueJobs() == 1)
        #expect(await recurrence.advance(early) == .success)
        #expect(bench.state().orderedTasks.map { $0.due?.text } == ["2026-01-06T09:00:00", "2026-01-07T09:00:00"])
        #expect(bench.task(first.id)?.isCompleted == false)
        #expect(scheduler.jobs.map(\.dueAt) == [try instant("2026-01-08T09:00:00Z")])
    }

    @Test(
        "after three days of absence each policy makes what it says",
        arguments: [
            ("next_future", ["06", "09"]), ("latest_only", ["06", "09"]), ("skip", ["06", "09"]),
            ("each", ["06", "07", "08", "09"]),
        ])
    func absence(missed: String, days: [String]) async throws {
        _ = try await daily("2026-01-06T09:00:00", missed: missed)
        try await deliverLast()
        bench.clock.set(try instant("2026-01-09T12:00:00Z"))
        #expect(try await runDueJobs() == days.count - 1)
        #expect(bench.state().orderedTasks.map { $0.due?.text } == days.map { "2026-01-\($0)T09:00:00" })
        let passedOver = bench.state().orderedTasks.last?.series?.passedOver.map(\.iso8601) ?? []
        #expect(passedOver == (missed == "skip" ? ["2026-01-07T09:00:00", "2026-01-08T09:00:00"] : []))
    }

    @Test("a job for a date that was moved away makes room for another, a paused series or a deleted task for none")
    func moved() async throws {
        let task = try await daily("2026-01-06T09:00:00")
        try await deliverLast()
        let stale = try #require(scheduler.jobs.first)
        try await bench.update(task.id, #"{"due_date": "2026-01-06T18:00:00"}"#)
        bench.clock.set(stale.dueAt)
        #expect(try await runDueJobs() == 1)
        #expect(bench.state().tasks.count == 1)
        #expect(scheduler.jobs.map(\.dueAt) == [try instant("2026-01-07T18:00:00Z")])
        try await bench.perform(.pauseSeries(task.id))
        bench.clock.set(try instant("2026-01-07T18:00:00Z"))
        #expect(try await runDueJobs() == 1)
        try await bench.perform(.resumeSeries(task.id))
        try await deliverLast()
        #expect(scheduler.jobs.map(\.dueAt) == [try instant("2026-01-08T18:00:00Z")])
        try await bench.perform(.delete(task.id))
        bench.clock.set(try instant("2026-01-08T18:00:00Z"))
        #expect(try await runDueJobs() == 1)
        #expect(bench.state().tasks.isEmpty)
    }

    @Test("an occurrence whose job was lost is found once it is late, and only then")
    func sweep() async throws {
        let task = try await daily("2026-01-06T09:00:00")
        _ = try await daily("2026-01-20T09:00:00")
        bench.clock.set(try instant("2026-01-07T09:04:00Z"))
        await recurrence.sweep()
        #expect(bench.state().tasks.count == 2, "its job may be about to run")
        bench.clock.set(try instant("2026-01-07T09:06:00Z"))
        await recurrence.sweep()
        await recurrence.sweep()
        #expect(bench.state().orderedTasks.map { $0.due?.text }.last == "2026-01-07T09:00:00")
        #expect(bench.state().tasks.count == 3)
        #expect(bench.state().orderedTasks.last?.series?.predecessorID == task.id)
        let change = bench.outbox.taskEvents.last?.data.change
        #expect(change?.correlationID.hasPrefix(OccurrenceSweep.correlationPrefix) == true)
        invoker.failNext(.timeout(service: "backend-service", method: "overdue-series"))
        await recurrence.sweep()
        #expect(bench.state().tasks.count == 3)
    }

    @Test("a scheduler or a task service out of reach is tried again, a broken payload is dropped")
    func failures() async throws {
        _ = try await daily("2026-01-06T09:00:00")
        let event = Delivery(event: try #require(bench.outbox.taskEvents.last), attempt: 1)
        scheduler.isDown = true
        guard case .retry = await recurrence.handle(event) else {
            Issue.record("an unreachable scheduler must be tried again")
            return
        }
        scheduler.isDown = false
        #expect(await recurrence.handle(event) == .success)
        let job = try #require(scheduler.jobs.first)
        invoker.failNext(.timeout(service: "backend-service", method: "advance-series"))
        guard
            case .retry = await recurrence.advance(
                JobTrigger(name: job.name, dueAt: job.dueAt, payload: job.payload, attempt: 1))
        else {
            Issue.record("a timeout must be tried again")
            return
        }
        let broken = JobTrigger(name: job.name, dueAt: job.dueAt, payload: [1], attempt: 1)
        #expect(await recurrence.advance(broken) == .drop(reason: "the job's payload asks for no occurrence"))
    }
}

/// A scheduler that keeps jobs until a test takes them.
private final class RecordedJobs: JobScheduler {
    private let state = Mutex((jobs: [String: Job](), isDown: false))

    /// The jobs, earliest first.
    var jobs: [Job] {
        state.withLock { $0.jobs.values.sorted { ($0.dueAt, $0.name) < ($1.dueAt, $1.name) } }
    }

    var isDown: Bool {
        get { state.withLock(\.isDown) }
        set { state.withLock { $0.isDown = newValue } }
    }

    func takeDue(by now: Timestamp) -> Job? {
        guard let job = jobs.first, job.dueAt <= now else { return nil }
        state.withLock { $0.jobs[job.name] = nil }
        return job
    }

    func schedule(_ job: Job) async throws {
        try state.withLock { state in
            guard !state.isDown else { throw JobSchedulerError(.unavailable, "scripted") }
            state.jobs[job.name] = job
        }
    }

    func cancel(jobNamed name: String) async throws {
        state.withLock { $0.jobs[name] = nil }
    }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {}
}
