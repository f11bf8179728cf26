internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

// What users ask beside tasks themselves: taking back, bringing back, subtasks, merged tags and saved filters.
extension CommandGenerator {
    /// Now and then, one of these in place of another command; its draws are its own, so that they move no other.
    func tidying(
        instead draft: CommandDraft, _ random: SimulationRandom, number: Int, now: Timestamp
    ) -> CommandDraft {
        guard draft.rival == nil, random.chance(perMillion: 120_000) else { return draft }
        switch random.below(100) {
        case 0..<35: return CommandDraft(command: .undoLast)
        case 35..<60:
            guard let id = random.element(of: trashed) else { return CommandDraft(command: .undoLast) }
            return CommandDraft(command: random.chance(perMillion: 800_000) ? .restore(id) : .purge([id]))
        case 60..<80: return subtask(instead: draft, random, number: number, now: now)
        case 80..<86: return CommandDraft(command: merge(random))
        default: return CommandDraft(command: aboutFilter(random))
        }
    }

    private func subtask(
        instead draft: CommandDraft, _ random: SimulationRandom, number: Int, now: Timestamp
    ) -> CommandDraft {
        guard let parent = someTask(random, before: number) else { return draft }
        if random.chance(perMillion: 150_000) { return CommandDraft(command: .delete(parent.id)) }
        if random.chance(perMillion: 300_000), let other = someTask(random, before: number) {
            var input = TaskInput()
            input.parentID = .set(random.chance(perMillion: 800_000) ? parent.id : nil)
            return CommandDraft(command: .update(other.id, input))
        }
        var input = newTask(random, now: now)
        input.rule = .keep
        input.parentID = .set(parent.id)
        return CommandDraft(command: .create(input))
    }

    private func merge(_ random: SimulationRandom) -> TaskCommand {
        guard let one = random.element(of: tagNames), let other = random.element(of: tagNames) else {
            return .mergeTag(name: "nobody's", into: "mine")
        }
        return .mergeTag(name: one, into: other)
    }

    private func aboutFilter(_ random: SimulationRandom) -> TaskCommand {
        let texts = ["priority = high", "tag in work, urgent", "due < now+7d", "!completed && reminder"]
        let names = ["soon", "Work", "today", "work"]
        let input = SavedFilterInput(name: random.element(of: names), filter: random.element(of: texts))
        switch random.below(10) {
        case 0..<5: return .createFilter(input)
        case 5..<8: return .updateFilter(name: random.element(of: filterNames) ?? "soon", input)
        default: return .deleteFilter(name: random.element(of: filterNames) ?? "soon")
        }
    }
}
