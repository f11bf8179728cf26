internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// What a user is about to ask.
struct CommandDraft {
    var command: TaskCommand
    /// The version of the task that the user saw, when the command is for that one only.
    var expectedVersion: Int64?
    /// What the user asks of the same version on another device at the same time.
    var rival: TaskCommand?
}

/// Draws what a user does next from what the user knows.
struct CommandGenerator {
    private(set) var known: [TaskID: TodoTask] = [:]
    private(set) var tagNames: [String] = []
    private(set) var settings: UserSettings = .initial
    /// Names of saved filters.
    private(set) var filterNames: [String] = []
    /// Deleted tasks.
    private(set) var trashed: [TaskID] = []
    /// The known tasks with the number of the command that first showed each, ascending.
    private var order: [(number: Int, id: TaskID)] = []
    private var lastTouched: TaskID?

    /// Remembers what an answer showed.
    mutating func learn(_ command: TaskCommand, _ outcome: CommandOutcome, number: Int) {
        if let task = outcome.task {
            lastTouched = task.id
            if case .delete = command { forget(task.id) } else { learn(task, number: number) }
            learn(trash: task.id, isThere: known[task.id] == nil)
        }
        if let id = outcome.removedTaskID { forget(id) }
        if let filter = outcome.savedFilter, !filterNames.contains(filter.name) { filterNames.append(filter.name) }
        if let tag = outcome.tag { learn(tag: tag.name) }
        settings = outcome.settings ?? settings
    }

    /// Remembers what the whole list showed, the next occurrences of series among it.
    mutating func learn(_ answer: UserStateAnswer, number: Int) {
        let shown = Set(answer.tasks.map(\.id))
        for id in order.map(\.id) where !shown.contains(id) { forget(id) }
        for task in answer.tasks { learn(task, number: number) }
        tagNames = answer.tags.map(\.name)
        settings = answer.settings
        filterNames = answer.filters.map(\.name)
        trashed = answer.trash.map(\.task.id)
    }

    private mutating func learn(trash id: TaskID, isThere: Bool) {
        trashed.removeAll { $0 == id }
        if isThere { trashed.append(id) }
    }

    private mutating func learn(_ task: TodoTask, number: Int) {
        if known.updateValue(task, forKey: task.id) == nil { order.append((number, task.id)) }
        for tag in task.tags { learn(tag: tag) }
    }

    private mutating func learn(tag name: String) {
        if !tagNames.contains(name) { tagNames.append(name) }
    }

    private mutating func forget(_ id: TaskID) {
        known[id] = nil
        order.removeAll { $0.id == id }
    }

    /// A task by the number of a drawn earlier command, so that the choice stays when other commands are left out.
    func someTask(
        _ random: SimulationRandom, before number: Int, where isWanted: (TodoTask) -> Bool = { _ in true }
    ) -> TodoTask? {
        let drawn = 1 + random.below(number)
        var newest: TodoTask?
        for (number, id) in order.reversed() {
            guard let task = known[id], isWanted(task) else { continue }
            if number <= drawn { return task }
            newest = newest ?? task
        }
        return newest
    }

    /// Draws the command of that number; a hurried one goes on with the task that was touched last.
    func next(_ random: SimulationRandom, number: Int, now: Timestamp, isHurried: Bool) -> CommandDraft {
        if isHurried, let task = lastTouched.flatMap({ known[$0] }) {
            return CommandDraft(command: again(task, random, now: now))
        }
        guard let task = someTask(random, before: number), !random.chance(perMillion: 230_000) else {
            return CommandDraft(
                command: random.chance(perMillion: 80_000) ? tagCommand(random) : .create(newTask(random, now: now)))
        }
        switch random.below(100) {
        case 0..<8: return rivals(task, random, now: now)
        case 8..<14: return CommandDraft(command: impossible(task, random, now: now))
        case 14..<20: return CommandDraft(command: foreign(task, random, now: now))
        case 20..<32:
            // The series go on only when their newest occurrence is done.
            let repeating = someTask(random, before: number) { $0.series != nil && !$0.isCompleted }
            return CommandDraft(command: .toggle((repeating ?? task).id))
        case 32..<42: return CommandDraft(command: tagCommand(random))
        default:
            let isGuarded = random.chance(perMillion: 150_000)
            return CommandDraft(
                command: usual(task, random, now: now), expectedVersion: isGuarded ? task.version : nil)
        }
    }

    private func usual(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskCommand {
        switch random.below(100) {
        case 0..<35: return .toggle(task.id)
        case 35..<65: return .update(task.id, edit(task, random, now: now))
        case 65..<80: return .addReminder(task.id, ReminderInput(remindAt: soon(random, now)))
        case 80..<88:
            guard let reminder = random.element(of: task.reminders) else { return .toggle(task.id) }
            return .removeReminder(task.id, reminder.id)
        default: return .delete(task.id)
        }
    }

    /// Done, open again, done again, within seconds; or edited just after.
    private func again(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskCommand {
        switch random.below(10) {
        case 0..<6: .toggle(task.id)
        case 6..<9: .update(task.id, edit(task, random, now: now))
        default: .delete(task.id)
        }
    }

    /// Two devices that saw the same version: one of the two edits at most may come through.
    private func rivals(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> CommandDraft {
        CommandDraft(
            command: .update(task.id, edit(task, random, now: now)), expectedVersion: task.version,
            rival: usual(task, random, now: now))
    }
}
