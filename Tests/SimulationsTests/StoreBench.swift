import CivilTime
import SimulationKit
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoSimulations

/// A system that nobody runs, whose store is told what to hold.
final class StoreBench {
    let system = TodoSystem(Simulation(seed: 1), parts: SystemParts())
    let user = UserID("user-1")
    var sequence: Int64 = 0
    let start = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000)

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

    /// Lets the user send a command and the store commit those effects for it; answers what the invariants say of it.
    func commit(
        _ command: TaskCommand, _ kind: Change.Kind, _ effects: [Effect], of taskID: TaskID? = TaskID(7),
        as id: String? = nil
    ) -> InvariantViolation? {
        let id = id ?? "command-\(sequence + 1)"
        send(command, as: id)
        return commit(kind, effects, of: taskID, because: id)
    }

    /// Lets the user send a command.
    @discardableResult
    func send(_ command: TaskCommand, as id: String) -> UserCommand {
        let request = UserCommand(userID: user, command: command, correlationID: id, idempotencyKey: id)
        system.ledger.record(.sent(request))
        return request
    }

    /// Lets the store commit those effects; answers what the invariants say of it.
    func commit(
        _ kind: Change.Kind, _ effects: [Effect], of taskID: TaskID? = TaskID(7), because id: String,
        actor: Actor = .user, reminder: ReminderID? = nil
    ) -> InvariantViolation? {
        sequence += 1
        let change = Change(
            sequence: sequence, kind: kind, taskID: taskID, reminderID: reminder, actor: actor, time: start,
            correlationID: id, effects: effects)
        let commit = TaskCommit(userID: user, expectedSequence: sequence - 1, change: change, messages: [])
        let committed = system.store.transaction { tables in
            let before = tables.snapshot(SnapshotRequest(userID: user, taskID: taskID))
            try? tables.commit(commit)
            return CommittedChange(commit: commit, before: before, after: tables.state(of: user))
        }
        return see(.committed(committed))
    }

    /// Lets something happen; answers what the invariants say of it.
    func see(_ fact: SystemFact) -> InvariantViolation? {
        system.ledger.record(fact)
        return violation { try system.invariants.see(fact, in: system) }
    }

    /// What one invariant says at the end, having seen nothing.
    func conclude(_ invariant: any Invariant.Type) -> InvariantViolation? {
        violation {
            var checks = Checks(invariant.name)
            try invariant.init().conclude(in: system, &checks)
        }
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
