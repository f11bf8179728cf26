import CivilTime
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoSimulations

@Suite("The predicted state")
struct PredictedStateTests {
    @Test("agrees with a store that does as it was told")
    func agrees() {
        let bench = StoreBench()
        #expect(bench.commit(.create(bench.input), .taskCreated, [.putTask(bench.task())]) == nil)
        let done = bench.task {
            $0.version = 2
            $0.completedAt = $0.createdAt
        }
        #expect(bench.commit(.toggle(TaskID(7)), .taskCompleted, [.putTask(done)]) == nil)
        let trashed = TrashedTask(task: done, deletedAt: done.createdAt)
        let deletion: [Effect] = [.removeTask(TaskID(7)), .putRecord(.trashedTask(trashed))]
        #expect(bench.commit(.delete(TaskID(7)), .taskDeleted, deletion) == nil)
        #expect(bench.system.invariants.checkCount > 10)
    }

    @Test(
        "disagrees with a store that holds another task than its user asked for",
        arguments: ["title", "priority", "completion", "tags", "version", "reminders", "due date"])
    func wrongField(field: String) throws {
        let bench = StoreBench()
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
        let bench = StoreBench()
        let violation = try #require(bench.commit(.toggle(TaskID(7)), .taskCompleted, [.putTask(bench.task())]))
        #expect(violation.invariant == .predictedState)
        #expect(violation.message.contains("refused as not_found"))
    }

    @Test("disagrees when another task changes along with the one meant")
    func changesAnotherToo() throws {
        let bench = StoreBench()
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
        let bench = StoreBench()
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
        let bench = StoreBench()
        let request = bench.send(.create(bench.input), as: "one")
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
