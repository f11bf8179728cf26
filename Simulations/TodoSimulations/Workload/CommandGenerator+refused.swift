internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

extension CommandGenerator {
    /// A command that the rules of the product forbid, or one for what is not there.
    func impossible(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskCommand {
        var input = TaskInput()
        switch random.below(6) {
        case 0:
            input.title = .set(title(random))
            input.rule = .set(RecurrenceRule(frequency: .daily))
            return .create(input)
        case 1:
            input.due.zoneName = .set(SimulatedZones.names[0])
            return task.due == nil ? .update(task.id, input) : .updateTag(name: "nobody's", TagInput(name: "mine"))
        case 2:
            input.due.text = .set(nil)
            return task.series == nil ? .deleteTag(name: "nobody's") : .update(task.id, input)
        case 3: return .removeReminder(task.id, ReminderID(1_000_000_000 + Int64(random.below(1_000))))
        case 4: return tagNames.first.map { .createTag(TagInput(name: $0)) } ?? .deleteTag(name: "nobody's")
        default:
            // Two tags cannot become one by giving one the other's name.
            guard tagNames.count >= 2 else { return .deleteTag(name: "nobody's") }
            return .updateTag(name: tagNames[0], TagInput(name: tagNames[1]))
        }
    }

    /// Somebody else's task, often one that was made just before or after the user's own, or none at all.
    func foreign(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskCommand {
        let near = max(1, task.id.rawValue + random.number(in: -4...4))
        let id = TaskID(random.chance(perMillion: 700_000) ? near : 100_000_000 + near)
        switch random.below(4) {
        case 0: return .toggle(id)
        case 1: return .update(id, edit(task, random, now: now))
        case 2: return .addReminder(id, ReminderInput(remindAt: soon(random, now)))
        default: return .delete(id)
        }
    }
}
