internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Draws what a user does next from what the user knows.
struct CommandGenerator {
    private var known: [TaskID: TodoTask] = [:]
    /// The known tasks with the number of the command that first showed each, ascending.
    private var order: [(number: Int, id: TaskID)] = []

    /// Remembers what an answer showed.
    mutating func learn(_ command: TaskCommand, _ outcome: CommandOutcome, number: Int) {
        guard let task = outcome.task else { return }
        if case .delete = command {
            known[task.id] = nil
            order.removeAll { $0.id == task.id }
        } else if known.updateValue(task, forKey: task.id) == nil {
            order.append((number, task.id))
        }
    }

    /// A task by the number of a drawn earlier command, so that the choice stays when other commands are left out.
    private func someTask(_ random: SimulationRandom, before number: Int) -> TaskID? {
        let drawn = 1 + random.below(number)
        return (order.last { $0.number <= drawn } ?? order.first)?.id
    }

    /// Draws the command of that number.
    func next(_ random: SimulationRandom, number: Int, now: Timestamp) -> TaskCommand {
        guard let id = someTask(random, before: number), let task = known[id], !random.chance(perMillion: 250_000)
        else {
            return random.chance(perMillion: 80_000) ? tagCommand(random) : .create(newTask(random, now: now))
        }
        switch random.below(100) {
        case 0..<35: return .toggle(id)
        case 35..<60: return .update(id, edit(task, random, now: now))
        case 60..<72: return .addReminder(id, ReminderInput(remindAt: soon(random, now)))
        case 72..<77:
            guard let reminder = random.element(of: task.reminders) else { return .toggle(id) }
            return .removeReminder(id, reminder.id)
        case 77..<86: return .delete(id)
        case 86..<94: return tagCommand(random)
        // Somebody else's task, or none at all.
        default: return .toggle(TaskID(random.number(in: 1...500) + 100_000 * Int64(random.below(2))))
        }
    }

    private func newTask(_ random: SimulationRandom, now: Timestamp) -> TaskInput {
        var input = TaskInput()
        input.title = .set(title(random))
        if random.chance(perMillion: 700_000) { input.due.text = .set(localDate(random, now: now)) }
        if random.chance(perMillion: 600_000), let zone = random.element(of: SimulatedZones.names) {
            if case .set = input.due.text { input.due.zoneName = .set(zone) }
        }
        if case .set = input.due.text, random.chance(perMillion: 600_000) { input.rule = .set(rule(random)) }
        if random.chance(perMillion: 400_000) { input.tags = .set(tags(random)) }
        if random.chance(perMillion: 600_000) { input.reminderAt = .set(soon(random, now)) }
        return input
    }

    private func edit(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskInput {
        var input = TaskInput()
        switch random.below(6) {
        case 0: input.title = .set(title(random))
        case 1: input.priority = .set(random.element(of: Priority.allCases) ?? .low)
        case 2: input.tags = .set(tags(random))
        case 3: input.reminderAt = .set(random.chance(perMillion: 700_000) ? soon(random, now) : nil)
        case 4 where !task.isCompleted:
            input.due.text = .set(localDate(random, now: now))
            if task.series == nil { input.rule = .set(rule(random)) }
        default: input.completed = .set(!task.isCompleted)
        }
        return input
    }

    private func tagCommand(_ random: SimulationRandom) -> TaskCommand {
        let name = tagName(random)
        switch random.below(4) {
        case 0: return .createTag(TagInput(name: name))
        case 1: return .updateTag(name: name, TagInput(name: tagName(random)))
        case 2:
            return .updateTag(name: name, TagInput(colour: random.chance(perMillion: 500_000) ? "#1e90ff" : "#228b22"))
        default: return .deleteTag(name: name)
        }
    }

    private func title(_ random: SimulationRandom) -> String {
        "\(random.element(of: ["Pay", "Call", "Buy", "Write", "Water"]) ?? "Do") \(random.below(1_000))"
    }

    private func tagName(_ random: SimulationRandom) -> String {
        random.element(of: ["work", "home", "Work", "errands", "گھر", "calls"]) ?? "work"
    }

    private func tags(_ random: SimulationRandom) -> [String] {
        random.element(of: [[], ["work"], ["home", "errands"], ["گھر"]]) ?? []
    }

    private func rule(_ random: SimulationRandom) -> RecurrenceRule? {
        let frequency = random.element(of: RecurrenceRule.Frequency.allCases) ?? .daily
        return RecurrenceRule(frequency: frequency, interval: 1 + random.below(2))
    }

    private func soon(_ random: SimulationRandom, _ now: Timestamp) -> Timestamp {
        now.adding(milliseconds: random.exponential(mean: 4 * 3_600_000) - 60_000)
    }

    private func localDate(_ random: SimulationRandom, now: Timestamp) -> String {
        let offset = random.number(in: -86_400_000...20 * 86_400_000)
        let minute: Int64 = 60_000
        let wall = (now.millisecondsSinceEpoch + offset) / minute * minute
        return CivilDateTime(millisecondsSinceEpoch: wall).iso8601
    }
}
