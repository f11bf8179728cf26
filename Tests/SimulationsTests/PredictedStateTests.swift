import CivilTime
import SimulationKit
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoSimulations

/// A system that nobody runs, whose store is told what to hold.
private final class Bench {
    let system = TodoSystem(Simulation(seed: 1), parts: SystemParts())
    let user = UserID("user-1")
    var sequence: Int64 = 0
    private let start = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000)

    func task(_ change: (inout TodoTask) -> Void = { _ in }) -> TodoTask {
        var task = TodoTask(
            id: TaskID(7), userID: user, title: "Water the fern", priority: .high, createdAt: start, updatedAt: start)
        change(&task)
        return task
    }

    var input: TaskInput {
        var input = TaskInput()
        input.title = .set("Water the fern")
        input.priority = .set(.high)
        return input
    }

    /// Lets the user send a command and the store commit those effects for it; answers what an invariant says of it.
    func commit(
        _ command: TaskCommand, _ kind: Change.Kind, _ effects: [Effect], of taskID: TaskID? = TaskID(7)
    ) -> InvariantViolation? {
        sequence += 1
        let id = "command-\(sequence)"
        let request = UserCommand(userID: user, command: command, correlationID: id, idempotencyKey: id)
        system.ledger.record(.sent(request))
        let change = Change(
            sequence: sequence, kind: kind, taskID: taskID, actor: .user, time: start, correlationID: id,
            effects: effects)
        let commit = TaskCommit(userID: user, expectedSequence: sequence - 1, change: change, messages: [])
        let committed = system.store.transaction { tables in
            let before = tables.snapshot(SnapshotRequest(userID: user, taskID: taskID))
            try? tables.commit(commit)
            return CommittedChange(commit: commit, before: before, after: tables.state(of: user))
        }
        system.ledger.record(.committed(committed))
        return violation { try system.invariants.see(.committed(committed), in: system) }
    }

    func violation(_ body: () throws -> Void) -> InvariantViolation? {
        do {
            try body()
            return nil
        } catch {
            return error as? InvariantViolation
        }
    }
}

@Suite("The predicted state")
struct PredictedStateTests {
    @Test("agrees with a store that does as it was told")
    func agrees() {
        let bench = Bench()
        #expect(bench.commit(.create(bench.input), .taskCreated, [.putTask(bench.task())]) == nil)
        let done = bench.task {
            $0.version = 2
            $0.completedAt = $0.createdAt
        }
        #expect(bench.commit(.toggle(TaskID(7)), .taskCompleted, [.putTask(done)]) == nil)
        #expect(bench.commit(.delete(TaskID(7)), .taskDeleted, [.removeTask(TaskID(7))]) == nil)
        #expect(bench.system.invariants.checkCount > 10)
    }

    @Test(
        "disagrees with a store that holds another task than its user asked for",
        arguments: ["title", "priority", "completion", "tags", "version", "reminders", "due date"])
    func wrongField(field: String) throws {
        let bench = Bench()
        let wrong = bench.task { task in
            switch field {
            case "title": task.title = "Water the cactus"
            case "priority": task.priority = .low
            case "completion": task.completedAt = task.createdAt
            case "tags": task.tags = ["home"]
            case "version": task.version = 2
            case "reminders": task.reminders = [Reminder(id: ReminderID(3), remindAt: task.createdAt)]
            default: task.due = CivilDateTime(iso8601: "2026-01-02T09:00:00").map { DueDate(wall: $0) }
            }
        }
        let violation = try #require(bench.commit(.create(bench.input), .taskCreated, [.putTask(wrong)]))
        #expect(violation.invariant == .predictedState)
        #expect(violation.message.contains(field))
    }

    @Test("disagrees when a command for what is not there is carried out")
    func carriedOutThoughImpossible() throws {
        let bench = Bench()
        let violation = try #require(bench.commit(.toggle(TaskID(7)), .taskCompleted, [.putTask(bench.task())]))
        #expect(violation.invariant == .predictedState)
        #expect(violation.message.contains("refused as not_found"))
    }

    @Test("disagrees when another task changes along with the one meant")
    func changesAnotherToo() throws {
        let bench = Bench()
        #expect(bench.commit(.create(bench.input), .taskCreated, [.putTask(bench.task())]) == nil)
        let retitled = bench.task {
            $0.title = "Call home"
            $0.version = 2
        }
        let violation = try #require(
            bench.commit(
                .createTag(TagInput(name: "home")), .tagCreated,
                [.putTag(Tag(name: "home")), .putTask(retitled)], of: nil))
        #expect(violation.invariant == .predictedState)
    }

    @Test("disagrees when a renamed tag stays on a task under its old name")
    func renameForgotten() throws {
        let bench = Bench()
        var input = bench.input
        input.tags = .set(["home"])
        let task = bench.task { $0.tags = ["home"] }
        #expect(bench.commit(.create(input), .taskCreated, [.putTag(Tag(name: "home")), .putTask(task)]) == nil)
        let violation = try #require(
            bench.commit(
                .updateTag(name: "home", TagInput(name: "house")), .tagUpdated,
                [.removeTag(name: "home"), .putTag(Tag(name: "house"))], of: nil))
        #expect(violation.invariant == .predictedState)
        #expect(violation.message.contains("tags should be [\"house\"]"))
    }

    @Test("disagrees when a command that should work is refused, or is said to change nothing")
    func refusedThoughPossible() throws {
        let bench = Bench()
        let request = UserCommand(
            userID: bench.user, command: .create(bench.input), correlationID: "one", idempotencyKey: "one")
        bench.system.ledger.record(.sent(request))
        let refusal = bench.violation {
            try bench.system.invariants.see(.refused(request, code: "invalid"), in: bench.system)
        }
        #expect(refusal?.invariant == .predictedState)
        let silence = bench.violation {
            try bench.system.invariants.see(.answered(request, CommandOutcome()), in: bench.system)
        }
        #expect(silence?.invariant == .predictedState)
    }
}
