import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoSimulations

/// Each invariant must be able to say no.
@Suite("The invariants")
struct InvariantTests {
    private let bench = StoreBench()

    /// Lets the user make the task that the other facts are about.
    private func makeTask(_ change: (inout TodoTask) -> Void = { _ in }) {
        _ = bench.commit(.create(bench.input), .taskCreated, [.putTask(bench.task(change))], as: "making")
    }

    @Test("are in one list, each with its name and promise")
    func list() {
        let names = InvariantSuite.all.map { $0.name }
        #expect(Set(names).count == names.count)
        #expect(Set(names).union([.canary]) == Set(InvariantName.allCases))
        #expect(InvariantName.allCases.filter { $0 != .canary }.allSatisfy { $0.promise?.hasSuffix(".") == true })
        #expect(InvariantName.canary.promise == nil)
    }

    @Test("isolation: a change gives a user the task of another")
    func isolation() {
        let foreign = TodoTask(
            id: TaskID(7), userID: UserID("user-2"), title: "Water the fern", createdAt: bench.start,
            updatedAt: bench.start)
        let violation = bench.commit(.create(bench.input), .taskCreated, [.putTask(foreign)])
        #expect(violation?.invariant == .isolation)
        #expect(violation?.message.contains("user-2") == true)
    }

    @Test("idempotency: one command has two effects, or two answers")
    func idempotency() {
        makeTask()
        let request = bench.send(.toggle(TaskID(7)), as: "twice")
        let done = bench.task {
            $0.version = 2
            $0.completedAt = bench.start
        }
        let open = bench.task { $0.version = 3 }
        #expect(bench.commit(.taskCompleted, [.putTask(done)], because: "twice") == nil)
        #expect(bench.commit(.taskReopened, [.putTask(open)], because: "twice")?.invariant == .idempotency)
        #expect(bench.see(.answered(request, CommandOutcome(sequence: 2, task: done))) == nil)
        #expect(bench.see(.answered(request, CommandOutcome(sequence: 3, task: open)))?.invariant == .idempotency)
    }

    @Test("gap-free sequence: a number is left out")
    func gap() {
        makeTask()
        bench.sequence += 1
        let violation = bench.commit(.delete(TaskID(7)), .taskDeleted, [.removeTask(TaskID(7))])
        #expect(violation?.invariant == .gapFreeSequence)
    }

    @Test("no phantom: a change comes from no command, or from one that was refused")
    func phantom() {
        #expect(
            bench.commit(.taskCreated, [.putTask(bench.task())], because: "nobody")?.invariant == .noPhantom)
        makeTask()
        let request = bench.send(.toggle(TaskID(8)), as: "refused")
        #expect(bench.see(.refused(request, code: "not_found")) == nil)
        let violation = bench.commit(.taskDeleted, [.removeTask(TaskID(7))], because: "refused")
        #expect(violation?.invariant == .noPhantom)
    }

    @Test("no lost change: an answer speaks of a change that the store does not have")
    func lost() {
        makeTask()
        let request = bench.send(.toggle(TaskID(7)), as: "lost")
        let answer = CommandOutcome(sequence: 2, task: bench.task())
        #expect(bench.see(.answered(request, answer))?.invariant == .noLostChange)
        #expect(bench.conclude(NoLostChange.self)?.message.contains("task-events shows 0 of 1") == true)
    }

    @Test("no lost change: an edit for one version overwrites another")
    func overwritten() {
        makeTask()
        var request = bench.send(.delete(TaskID(7)), as: "late")
        request.expectedVersion = 5
        bench.system.ledger.record(.sent(request))
        let violation = bench.commit(.taskDeleted, [.removeTask(TaskID(7))], because: "late")
        #expect(violation?.invariant == .noLostChange)
    }

    @Test("reminder truth: a reminder is sent before its time, or never")
    func reminder() {
        var input = bench.input
        let later = bench.start.adding(milliseconds: 1_000)
        input.reminderAt = .set(later)
        let task = bench.task { $0.reminders = [Reminder(id: ReminderID(3), remindAt: later)] }
        #expect(bench.commit(.create(input), .taskCreated, [.putTask(task)], as: "making") == nil)
        let sent = bench.task {
            $0.version = 2
            $0.reminders = [Reminder(id: ReminderID(3), remindAt: later, status: .sent, sentAt: bench.start)]
        }
        let violation = bench.commit(
            .reminderSent, [.putTask(sent)], because: "making", actor: .service("notification-service"),
            reminder: ReminderID(3))
        #expect(violation?.invariant == .reminderTruth)
        #expect(violation?.message.contains("was sent at") == true)
    }

    @Test("one successor: a done occurrence is followed by none")
    func successor() throws {
        let wall = try #require(CivilDateTime(iso8601: "2026-01-31T09:00:00"))
        let rule = try #require(RecurrenceRule(frequency: .monthly))
        makeTask {
            $0.due = DueDate(wall: wall)
            $0.series = Series(rule: rule, anchor: wall)
        }
        #expect(bench.conclude(OneSuccessor.self) == nil)
        let done = bench.task {
            $0.version = 2
            $0.due = DueDate(wall: wall)
            $0.series = Series(rule: rule, anchor: wall)
            $0.completedAt = bench.start
        }
        _ = bench.commit(.toggle(TaskID(7)), .taskCompleted, [.putTask(done)])
        #expect(bench.conclude(OneSuccessor.self)?.message.contains("no successor") == true)
    }

    @Test("audit is whole: an entry is missing, or is not what was committed")
    func audit() {
        makeTask()
        #expect(bench.conclude(AuditIsWhole.self)?.message.contains("1 changes of user-1") == true)
        let change = Change(
            sequence: 1, kind: .taskDeleted, taskID: TaskID(7), actor: .user, time: bench.start,
            correlationID: "making", effects: [])
        let entry = AuditEntry(userID: bench.user, eventID: "one", change: change, previousHash: "", hash: "")
        #expect(bench.see(.audited(entry))?.invariant == .auditIsWhole)
    }

    @Test("convergence: a device is behind the store; liveness: something still waits, and is named")
    func behind() {
        makeTask()
        let habits = SimulatedClient.Habits(meanSessionMilliseconds: 1_000, meanAwayMilliseconds: 1_000)
        bench.system.clients = [SimulatedClient(number: 4, of: bench.user, in: bench.system, habits: habits)]
        #expect(bench.conclude(Convergence.self)?.message == "client-4 of user-1 is at 0 of 1 changes")
        #expect(bench.conclude(Liveness.self)?.message.contains("client-4 of user-1 is at 0 of 1 changes") == true)
        bench.system.clients = []
        #expect(bench.conclude(Convergence.self) == nil)
        #expect(bench.conclude(Liveness.self) == nil)
    }

    @Test("webhook truth: a receiver takes what is no event, or nobody's webhook does")
    func webhooks() throws {
        try bench.system.makeWebhooks(for: [UserID("user-1")])
        for url in ["https://all.user-1.example.com/", "https://somewhere.example.com/"] {
            let message = WebhookMessage(url: url, id: "no-event", sentAt: bench.start, secrets: [], body: [])
            #expect(bench.see(.webhookTaken(message))?.invariant == .webhookTruth)
        }
    }
}
