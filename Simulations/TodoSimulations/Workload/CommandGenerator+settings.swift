internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

extension CommandGenerator {
    /// Now and then, other settings in place of another command, or a task to be reminded of by those; settings are the
    /// first command of many users.
    ///
    /// Its draws are its own, so that they move no other.
    func settingUp(
        instead draft: CommandDraft, _ random: SimulationRandom, number: Int, now: Timestamp
    ) -> CommandDraft {
        if draft.rival == nil, random.chance(perMillion: 60_000) {
            return CommandDraft(command: .create(taskForToday(random, now)))
        }
        guard draft.rival == nil, random.chance(perMillion: number <= 2 ? 500_000 : 50_000) else { return draft }
        var input = SettingsInput()
        if random.chance(perMillion: 600_000) {
            input.timeZone = .set(random.chance(perMillion: 850_000) ? random.element(of: SimulatedZones.names) : nil)
        }
        if random.chance(perMillion: 700_000) { input.notifyWhenDue = .set(random.chance(perMillion: 650_000)) }
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

    /// A task to be done within hours, without a reminder of its own.
    private func taskForToday(_ random: SimulationRandom, _ now: Timestamp) -> TaskInput {
        var input = TaskInput()
        input.title = .set(title(random))
        let zone = random.chance(perMillion: 700_000) ? random.element(of: SimulatedZones.names) : settings.timeZone
        let rules = zone.flatMap { SimulatedZones.database.rules(named: $0) } ?? .utc
        let wall = rules.civil(at: now.adding(milliseconds: random.number(in: 10...600) * 60_000))
        let minute = CivilDateTime(millisecondsSinceEpoch: wall.millisecondsSinceEpoch / 60_000 * 60_000)
        input.due.text = .set(minute.iso8601)
        if zone != settings.timeZone { input.due.zoneName = .set(zone) }
        return input
    }

    private func time(_ random: SimulationRandom, hours: ClosedRange<Int64>) -> TimeOfDay {
        TimeOfDay(hour: Int(random.number(in: hours)), minute: random.below(4) * 15) ?? .nine
    }
}
