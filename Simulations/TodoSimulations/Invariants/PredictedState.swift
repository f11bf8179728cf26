internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Each command does to the user's tasks and tags what its user would expect, and nothing else.
///
/// A model of each user, written from the user's view and apart from the services' decisions, foretells every change.
/// A command of unknown outcome counts from the instant when it is committed, if ever.
final class PredictedState: Invariant {
    static let name: InvariantName = .predictedState
    static let promise = "Each command does to its user's tasks and tags what the user would expect, and nothing else."

    private var users: [UserID: ShadowUser] = [:]
    private var taskIDs: Set<TaskID> = []
    private var reminderIDs: Set<ReminderID> = []

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .committed(let committed): try follow(committed, system, &checks)
        case .refused(let request, let code):
            guard let prediction = prediction(of: request, in: system) else { return }
            var isForeseen = false
            if case .refused(code) = prediction { isForeseen = true }
            try checks.require(
                isForeseen, "command \(request.correlationID) should \(prediction.telling) and was refused as \(code)")
        case .answered(let request, let outcome) where outcome.sequence == nil:
            guard let prediction = prediction(of: request, in: system) else { return }
            var isForeseen = false
            if case .effect(let effect) = prediction { isForeseen = effect.isEmpty }
            try checks.require(
                isForeseen, "command \(request.correlationID) should \(prediction.telling) and changed nothing")
        default: break
        }
    }

    /// What should have come of a command during which nothing else of its user's changed; nil when something did.
    private func prediction(of request: UserCommand, in system: TodoSystem) -> ShadowUser.Prediction? {
        guard let command = system.ledger.issued[request.correlationID],
            command.headAtSending == system.ledger.head(of: request.userID)
        else { return nil }
        let user = users[request.userID] ?? ShadowUser()
        let zones = SimulatedZones.database(ofRelease: system.simulation.newestReferenceDataRelease)
        return user.predict(request, at: .init(now: system.simulation.now, zones: zones), newTask: TaskID(0))
    }

    private func follow(
        _ committed: CommittedChange, _ system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let change = committed.change
        let name = "change \(change.sequence) of \(committed.userID), a \(change.kind.rawValue),"
        let prediction = predict(committed, system)
        guard case .effect(let effect) = prediction, !effect.isEmpty else {
            throw InvariantViolation(.predictedState, "\(name) should not be: the command should \(prediction.telling)")
        }
        if change.actor == .user, let command = system.ledger.issued[change.correlationID]?.request.command {
            users[committed.userID, default: ShadowUser()].apply(effect, of: command)
        } else {
            users[committed.userID, default: ShadowUser()].apply(effect)
        }
        try compare(effect, committed, name, &checks)
        learn(effect, committed)
    }

    private func compare(
        _ effect: ShadowUser.Effect, _ committed: CommittedChange, _ name: String, _ checks: inout Checks
    ) throws(InvariantViolation) {
        guard let user = users[committed.userID] else { return }
        for id in effect.tasks.keys.sorted() {
            let fault = user.disagreement(about: id, with: committed.after.tasks[id])
            try checks.require(fault == nil, "\(name) came out otherwise than foreseen: \(fault ?? "")")
        }
        for case .putTask(let task) in committed.change.effects {
            try checks.require(effect.tasks[task.id] != nil, "\(name) changed task \(task.id) too")
        }
        let isNew =
            committed.before.task == nil && committed.change.kind != .taskRestored
            && committed.change.kind != .changeUndone
        if let id = committed.change.taskID, isNew {
            try checks.require(taskIDs.insert(id).inserted, "\(name) gave a new task the identity \(id) of another")
        }
        let fault =
            user.disagreement(aboutTags: committed.after.tags)
            ?? user.disagreement(aboutSettings: committed.after.settings)
            ?? user.disagreement(aboutRecordsOf: committed.after)
        try checks.require(fault == nil, "\(name) came out otherwise than foreseen: \(fault ?? "")")
        for id in effect.tasks.keys.sorted() {
            for promise in user.tasks[id]?.promises.indices ?? 0..<0 where user.tasks[id]?.promises[promise].id == nil {
                let given = committed.after.tasks[id]?.reminders[promise].id
                try checks.require(
                    given.map { reminderIDs.insert($0).inserted } ?? false,
                    "\(name) gave a new reminder the identity of another")
            }
        }
    }

    /// Keeps the identities that new reminders got.
    private func learn(_ effect: ShadowUser.Effect, _ committed: CommittedChange) {
        for id in effect.tasks.keys {
            if let task = committed.after.tasks[id] { users[committed.userID]?.learn(id, from: task) }
        }
    }

    private func predict(_ committed: CommittedChange, _ system: TodoSystem) -> ShadowUser.Prediction {
        let change = committed.change
        let user = users[committed.userID] ?? ShadowUser()
        if change.actor == .user, let command = system.ledger.issued[change.correlationID] {
            let predictions = system.zonesSoFar.map { zones in
                user.predict(
                    command.request, at: .init(now: change.time, zones: zones), newTask: change.taskID ?? TaskID(0))
            }
            return user.fitting(predictions, committed.after)
        }
        switch change.kind {
        case .reminderSent: return user.predictSent(change)
        case .reminderWithdrawn: return user.predictWithdrawn(change)
        case .remindersReplanned: return user.predictReplanned(change, in: committed.after, system.zonesSoFar)
        case .occurrenceSpawned:
            guard let id = change.taskID, let done = committed.after.tasks[id]?.series?.predecessorID else {
                return .refused("not_found")
            }
            let releases = system.zoneReleases.databases(since: done, in: system.simulation)
            return user.predictSuccessor(change, in: committed.after, releases)
        default: return .refused("not_found")
        }
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for user in users.keys.sorted() {
            guard let shadow = users[user] else { continue }
            let state = system.state(of: user)
            for id in Set(shadow.tasks.keys).union(state.tasks.keys).sorted() {
                let fault = shadow.disagreement(about: id, with: state.tasks[id])
                try checks.require(fault == nil, "\(user) has at the end: \(fault ?? "")")
            }
            let fault =
                shadow.disagreement(aboutTags: state.tags) ?? shadow.disagreement(aboutSettings: state.settings)
                ?? shadow.disagreement(aboutRecordsOf: state)
            try checks.require(fault == nil, "\(user) has at the end: \(fault ?? "")")
        }
    }
}
