internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

// What users ask of series, on draws of its own.
extension CommandGenerator {
    /// The draft, now and then with more to say of a series, or something else about a series in its place.
    func withSeries(
        _ draft: CommandDraft, _ random: SimulationRandom, number: Int, now: Timestamp
    ) -> CommandDraft {
        if case .create(var input) = draft.command {
            guard case .set(.some) = input.rule, random.chance(perMillion: 600_000) else { return draft }
            decorate(&input, random, now: now)
            return CommandDraft(command: .create(input))
        }
        guard draft.rival == nil, random.chance(perMillion: 200_000),
            let task = someTask(random, before: number, where: { $0.series != nil })
        else { return draft }
        let isGuarded = random.chance(perMillion: 100_000)
        return CommandDraft(
            command: aboutSeries(of: task, random, now: now), expectedVersion: isGuarded ? task.version : nil)
    }

    private func aboutSeries(of task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskCommand {
        switch random.below(100) {
        case 0..<18: return .skip(task.id)
        case 18..<28: return .pauseSeries(task.id)
        case 28..<44: return .resumeSeries(task.id)
        case 44..<62: return .undo(task.id)
        case 62..<72: return .toggle(task.id)
        case 72..<82:
            var input = TaskInput()
            input.series = settings(random)
            return .update(task.id, input)
        default:
            var input = edit(task, random, now: now)
            input.scope = random.element(of: EditScope.allCases)
            return .update(task.id, input)
        }
    }

    /// Settings of the series, and often a first date that lies days back, so that dates are missed.
    private func decorate(_ input: inout TaskInput, _ random: SimulationRandom, now: Timestamp) {
        input.series = settings(random)
        if random.chance(perMillion: 250_000) {
            // By the clock and each day, so that some of it comes within the run.
            input.rule = .set(RecurrenceRule(frequency: .daily))
            input.series.repeatFrom = .keep
            input.series.advance = .set(.onSchedule)
        }
        if random.chance(perMillion: 250_000) { input.rule = .set(endingRule(random, now: now)) }
        guard random.chance(perMillion: 500_000) else { return }
        let back = Int64(random.below(8 * 24 * 60)) * 60_000
        let wall = CivilDateTime(millisecondsSinceEpoch: now.millisecondsSinceEpoch / 60_000 * 60_000 - back)
        input.due.text = .set(wall.iso8601)
        if random.chance(perMillion: 300_000) {
            input.series.exceptions = .set([exception(to: input.rule, from: wall, random).iso8601])
        }
    }

    private func settings(_ random: SimulationRandom) -> SeriesUpdate {
        var update = SeriesUpdate()
        if random.chance(perMillion: 600_000) {
            update.missed = .set(random.element(of: SeriesSettings.Missed.allCases) ?? .each)
        }
        if random.chance(perMillion: 250_000) {
            update.repeatFrom = .set(random.element(of: SeriesSettings.RepeatFrom.allCases) ?? .due)
        }
        if random.chance(perMillion: 350_000) {
            update.advance = .set(random.chance(perMillion: 700_000) ? .onSchedule : .onCompletion)
        }
        return update
    }
}
