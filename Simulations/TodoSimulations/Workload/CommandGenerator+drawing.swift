internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

extension CommandGenerator {
    func newTask(_ random: SimulationRandom, now: Timestamp) -> TaskInput {
        var input = TaskInput()
        input.title = .set(title(random))
        if random.chance(perMillion: 200_000) { input.description = .set("step \(random.below(100))") }
        if random.chance(perMillion: 700_000) { input.due.text = .set(due(random, now: now)) }
        if random.chance(perMillion: 600_000), let zone = random.element(of: SimulatedZones.names) {
            if case .set = input.due.text { input.due.zoneName = .set(zone) }
        }
        if case .set = input.due.text, random.chance(perMillion: 600_000) { input.rule = .set(rule(random)) }
        if random.chance(perMillion: 400_000) { input.tags = .set(tags(random)) }
        if random.chance(perMillion: 600_000) { input.reminderAt = .set(soon(random, now)) }
        if random.chance(perMillion: 40_000) { input.completed = .set(true) }
        return input
    }

    func edit(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskInput {
        var input = TaskInput()
        switch random.below(10) {
        case 0: input.title = .set(title(random))
        case 1: input.priority = .set(random.element(of: Priority.allCases) ?? .low)
        case 2: input.tags = .set(tags(random))
        case 3, 4: input.reminderAt = .set(random.chance(perMillion: 700_000) ? soon(random, now) : nil)
        case 5 where !task.isCompleted:
            input.due.text = .set(due(random, now: now))
            if task.series == nil { input.rule = .set(rule(random)) }
        case 6 where task.due != nil && !task.isCompleted:
            input.due.zoneName = .set(random.element(of: SimulatedZones.names))
        case 7 where !task.isCompleted:
            input.due.text = .set(nil)
            input.rule = .set(nil)
        case 8: return replacement(task, random, now: now)
        default: input.completed = .set(!task.isCompleted)
        }
        return input
    }

    /// Every field at once, most of them as the user last saw them.
    private func replacement(_ task: TodoTask, _ random: SimulationRandom, now: Timestamp) -> TaskInput {
        var input = TaskInput()
        input.title = .set(title(random))
        input.description = .set(task.description)
        input.priority = .set(task.priority)
        input.due.text = .set(task.due?.text)
        input.due.zoneName = .set(task.due?.zoneName)
        input.rule = .set(task.due == nil ? nil : task.series?.rule)
        input.tags = .set(task.tags)
        input.reminderAt = .set(task.firstReminder?.remindAt)
        input.completed = .set(random.chance(perMillion: 300_000) != task.isCompleted)
        return input
    }

    func tagCommand(_ random: SimulationRandom) -> TaskCommand {
        let isKnown = random.chance(perMillion: 700_000)
        let name = (isKnown ? random.element(of: tagNames) : nil) ?? tagName(random)
        switch random.below(6) {
        case 0: return .createTag(TagInput(name: tagName(random)))
        case 1, 2: return .updateTag(name: name, TagInput(name: tagName(random)))
        case 3: return .updateTag(name: name.uppercased(), TagInput(name: name.lowercased(), colour: "#1e90ff"))
        case 4:
            return .updateTag(name: name, TagInput(colour: random.chance(perMillion: 500_000) ? "#1e90ff" : "#228b22"))
        default: return .deleteTag(name: name)
        }
    }

    func title(_ random: SimulationRandom) -> String {
        "\(random.element(of: ["Pay", "Call", "Buy", "Write", "Water"]) ?? "Do") \(random.below(1_000))"
    }

    private func tagName(_ random: SimulationRandom) -> String {
        random.element(of: ["work", "home", "Work", "errands", "گھر", "calls", "garden", "Trips"]) ?? "work"
    }

    private func tags(_ random: SimulationRandom) -> [String] {
        random.element(of: [[], ["work"], ["home", "errands"], ["گھر"], ["GARDEN", "work", "Trips"]]) ?? []
    }

    func soon(_ random: SimulationRandom, _ now: Timestamp) -> Timestamp {
        now.adding(milliseconds: random.exponential(mean: 4 * 3_600_000) - 60_000)
    }

    /// A date within days or weeks: any minute of it, a whole day, the end of a month, or an hour that clocks skip.
    private func due(_ random: SimulationRandom, now: Timestamp) -> String {
        let offset = random.number(in: -86_400_000...20 * 86_400_000)
        let minute: Int64 = 60_000
        let wall = CivilDateTime(millisecondsSinceEpoch: (now.millisecondsSinceEpoch + offset) / minute * minute)
        switch random.below(5) {
        case 0:
            let last = CivilDate.length(ofMonth: wall.date.month, year: wall.date.year)
            return wall.on(wall.date.adding(days: last - wall.date.day - random.below(3))).iso8601
        case 1:
            let quarter = random.below(4 * 4)
            let early = CivilDateTime(date: wall.date, hour: quarter / 4, minute: quarter % 4 * 15)
            return (early ?? wall).iso8601
        case 2 where random.chance(perMillion: 500_000): return wall.date.iso8601
        default: return wall.iso8601
        }
    }
}
