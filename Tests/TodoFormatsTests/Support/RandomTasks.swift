import CivilTime
import TodoDomain

/// Draws tasks that iCalendar can say, and texts that try its escapes.
struct RandomTasks {
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func task(_ number: Int64) -> TodoTask {
        let createdAt = Timestamp(
            millisecondsSinceEpoch: 1_700_000_000_000 + Int64.random(in: 0...999, using: &random) * 1_000)
        var task = TodoTask(
            id: TaskID(number), userID: UserID("me"), title: text(40, isLine: true), createdAt: createdAt,
            updatedAt: createdAt.adding(milliseconds: 60_000),
            uid: "uid-\(number)-" + (random.chance(20) ? "é;,\\" : "x"))
        if random.chance(50) { task.description = text(200, isLine: false) }
        task.priority = random.pick(Priority.allCases)
        task.version = Int64.random(in: 1...9, using: &random)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let tag = text(20, isLine: true)
            if !task.hasTag(tag) { task.tags.append(tag) }
        }
        if random.chance(70) { task.due = due() }
        if random.chance(30) { task.completedAt = createdAt.adding(milliseconds: 30_000) }
        if !task.isCompleted, random.chance(50), let due = task.due { task.series = series(due, task.id) }
        addReminders(to: &task)
        return task
    }

    mutating func text(_ most: Int, isLine: Bool) -> String {
        let family = "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}"
        let words = ["a", "Milk", "é", "کل", family, ",", ";", "\\", ":", "\"", "^n", "n", " ", "\\n", "=", "ZZ"]
        let pieces = words + (isLine ? [] : ["\n"])
        var text = "t"
        for _ in 0..<Int.random(in: 0...most / 2, using: &random) {
            let piece = random.pick(pieces)
            if text.count + piece.count < most { text += piece }
        }
        return text + "."
    }

    private mutating func due() -> DueDate {
        let wall = CivilDateTime(
            millisecondsSinceEpoch: 1_767_225_600_000 + Int64.random(in: 0...600_000, using: &random) * 60_000)
        let midnight = CivilDateTime(date: wall.date) ?? wall
        switch Int.random(in: 0...4, using: &random) {
        case 0: return DueDate(wall: midnight, isAllDay: true)
        case 1: return DueDate(wall: wall)
        case 2: return DueDate(wall: wall, anchor: .offset(seconds: random.pick([0, 18_000, -12_600])))
        case 3: return DueDate(wall: midnight, anchor: .zone("Europe/Berlin"), isAllDay: true)
        default: return DueDate(wall: wall, anchor: .zone(random.pick(["Asia/Karachi", "America/New_York"])))
        }
    }

    private mutating func series(_ due: DueDate, _ id: TaskID) -> Series? {
        let texts = [
            "daily", "weekly", "monthly", "yearly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=DAILY;COUNT=7", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;UNTIL=20301231",
        ]
        guard let rule = try? RecurrenceRule(text: random.pick(texts)) else { return nil }
        var series = Series(rule: rule, anchor: due.wall, id: id, occurrence: due.wall)
        series.number = rule.count.map { _ in 1 }
        if random.chance(30) { series.settings.exceptions = [due.wall.on(due.wall.date.adding(days: 7))] }
        if random.chance(30) { series.settings.additions = [due.wall.on(due.wall.date.adding(days: 3))] }
        if random.chance(30) { series.settings.missed = .skip }
        if random.chance(20) { series.settings.advance = .onSchedule }
        return series
    }

    private mutating func addReminders(to task: inout TodoTask) {
        for number in 0..<Int64.random(in: 0...3, using: &random) {
            var reminder = Reminder(
                id: ReminderID(number + 1),
                remindAt: Timestamp(millisecondsSinceEpoch: 1_800_000_000_000 + number * 1_000))
            if let due = task.due, random.chance(60),
                let offset = ReminderOffset(days: 0, seconds: -random.pick([0, 900, 3_605, 86_400]))
            {
                reminder.offset = offset
                reminder.remindAt = offset.instant(from: due, zones: testZones)
            }
            if random.chance(30) {
                reminder.status = .sent
                reminder.sentAt = reminder.remindAt.adding(milliseconds: 5_000)
            }
            task.reminders.append(reminder)
        }
    }
}
