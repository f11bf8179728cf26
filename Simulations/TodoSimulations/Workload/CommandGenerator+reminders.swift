internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

extension CommandGenerator {
    /// Now and then, a command about the reminders of the same task in place of another.
    ///
    /// Its draws are its own, so that they move no other.
    func reminding(instead draft: CommandDraft, _ random: SimulationRandom, now: Timestamp) -> CommandDraft {
        guard draft.rival == nil, let task = draft.command.editedTask.flatMap({ known[$0] }),
            random.chance(perMillion: 300_000)
        else { return draft }
        var draft = draft
        switch random.below(10) {
        case 0..<5:
            // Most of them where there is a due date to hang on.
            let due = random.chance(perMillion: 900_000) ? dueTask(random) : nil
            draft.command = .addReminder((due ?? task).id, ReminderInput(offset: offset(random)))
            if due != nil { draft.expectedVersion = nil }
        case 5..<8:
            guard let reminder = random.element(of: task.reminders) else { return draft }
            draft.command = .snoozeReminder(task.id, reminder.id, snooze(random, now))
        default:
            // The date moves, and what hangs on it.
            guard !task.isCompleted, task.due != nil else { return draft }
            var input = TaskInput()
            input.due.text = .set(soonDue(random, now))
            draft.command = .update(task.id, input)
        }
        return draft
    }

    private func dueTask(_ random: SimulationRandom) -> TodoTask? {
        random.element(of: known.values.filter { $0.due != nil && !$0.isCompleted }.sorted { $0.id < $1.id })
    }

    private func offset(_ random: SimulationRandom) -> ReminderOffset {
        let texts = [
            "PT0S", "-PT10M", "-PT1H", "-P1D", "-P1DT2H", "-P7D", "-P2D", "-P3D", "PT30M", "-PT24H", "-PT6H", "P1D",
        ]
        return random.element(of: texts).flatMap { ReminderOffset(text: $0) } ?? .atDue
    }

    private func snooze(_ random: SimulationRandom, _ now: Timestamp) -> SnoozeInput {
        switch random.below(8) {
        case 0: return SnoozeInput(.after(ReminderOffset(days: 0, seconds: 60 * (1 + random.below(600))) ?? .atDue))
        case 1, 2:
            // Clearly in the future or in the past, whatever the zone and however wrong a clock.
            let days = random.chance(perMillion: 800_000) ? 3 + random.below(4) : -4
            let wall = CivilDateTime(
                millisecondsSinceEpoch: now.millisecondsSinceEpoch / 60_000 * 60_000 + Int64(days) * 86_400_000)
            let zone = random.element(of: SimulatedZones.names).map { DueDate.Anchor.zone($0) }
            let anchor = random.element(of: [zone ?? .floating, .floating, .offset(seconds: -3_600)]) ?? .floating
            return SnoozeInput(.until(DueDate(wall: wall, anchor: anchor)))
        default: return SnoozeInput(.preset(random.element(of: SnoozeInput.Preset.allCases) ?? .oneHour))
        }
    }

    /// Some minute of the next days.
    private func soonDue(_ random: SimulationRandom, _ now: Timestamp) -> String {
        let minutes = now.millisecondsSinceEpoch / 60_000 + random.number(in: -120...5 * 1_440)
        return CivilDateTime(millisecondsSinceEpoch: minutes * 60_000).iso8601
    }
}

extension TaskCommand {
    /// The user's own task that the command is about; nil when it makes one or concerns a tag.
    fileprivate var editedTask: TaskID? {
        switch self {
        case .update(let id, _), .toggle(let id), .delete(let id), .addReminder(let id, _), .removeReminder(let id, _):
            id
        default: nil
        }
    }
}
