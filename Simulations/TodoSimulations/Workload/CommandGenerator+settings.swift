internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

extension CommandGenerator {
    /// Now and then, other settings in place of another command; the first command of many users.
    ///
    /// Its draws are its own, so that they move no other.
    func settingUp(instead draft: CommandDraft, _ random: SimulationRandom, number: Int) -> CommandDraft {
        guard draft.rival == nil, random.chance(perMillion: number <= 2 ? 500_000 : 50_000) else { return draft }
        var input = SettingsInput()
        if random.chance(perMillion: 600_000) {
            input.timeZone = .set(random.chance(perMillion: 850_000) ? random.element(of: SimulatedZones.names) : nil)
        }
        if random.chance(perMillion: 700_000) { input.notifyWhenDue = .set(random.chance(perMillion: 750_000)) }
        if random.chance(perMillion: 500_000) {
            let texts = ["-PT1H", "-PT10M", "-P1D", "PT0S", "-PT3H"]
            let distance = random.element(of: texts).flatMap { ReminderOffset(text: $0) }
            input.defaultReminder = .set(random.chance(perMillion: 750_000) ? distance : nil)
        }
        if random.chance(perMillion: 200_000) { input.morning = .set(time(random, hours: 5...10)) }
        if random.chance(perMillion: 200_000) { input.evening = .set(time(random, hours: 16...21)) }
        return CommandDraft(
            command: .changeSettings(input),
            expectedVersion: random.chance(perMillion: 150_000) ? settings.version : nil)
    }

    private func time(_ random: SimulationRandom, hours: ClosedRange<Int64>) -> TimeOfDay {
        TimeOfDay(hour: Int(random.number(in: hours)), minute: random.below(4) * 15) ?? .nine
    }
}
