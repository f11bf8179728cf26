internal import CivilTime
internal import TodoDomain

/// Makes a task of a `VTODO`.
struct CalendarTaskReader {
    let component: CalendarComponent
    let zones: CalendarZones
    private let now: Timestamp
    private var task: TodoTask
    private(set) var faults: [FormatFault]
    var notes: [String] = []

    init(_ component: CalendarComponent, id: TaskID, zones: CalendarZones, now: Timestamp) {
        self.component = component
        self.zones = zones
        self.now = now
        faults = component.faults
        task = TodoTask(id: id, userID: UserID("me"), title: "", createdAt: now, updatedAt: now)
    }

    func item() -> ImportedItem {
        var reader = self
        return reader.read()
    }

    private mutating func read() -> ImportedItem {
        readIdentity()
        readText()
        readTimes()
        readDates()
        readReminders()
        let name = String(task.title.prefix(80))
        guard faults.isEmpty else {
            return ImportedItem(
                line: component.line, name: name, content: .failure(FormatFailure(faults)), notes: notes)
        }
        return .checked(
            task, parentUID: component.property("RELATED-TO").flatMap(CalendarTaskReader.parent),
            line: component.line, notes: notes)
    }

    mutating func fault(_ line: Int, _ message: String) {
        if faults.count < ImportLimits.mostFaults { faults.append(FormatFault(line: line, message)) }
    }

    /// The parent that the property names; nil for relations of other kinds.
    private static func parent(_ line: ContentLine) -> String? {
        (line.parameter("RELTYPE") ?? "PARENT").uppercased() == "PARENT" ? line.text : nil
    }

    /// An occurrence that was changed alone has its series' UID and its own date: both together are its identity.
    private mutating func readIdentity() {
        guard let uid = component.property("UID")?.text, !uid.isEmpty else {
            return fault(component.line, "a VTODO needs a UID, by which a second import knows it again")
        }
        let sequence = component.property("SEQUENCE").flatMap { Int64($0.value) } ?? 0
        task.version = (0...2_147_483_647).contains(sequence) ? sequence + 1 : 1
        guard let recurrence = component.property("RECURRENCE-ID") else {
            task.uid = uid
            return
        }
        task.uid = uid + "/" + recurrence.value
        notes.append("an occurrence that was changed alone: it is kept as a task of its own")
    }

    private mutating func readText() {
        let description = ImportedText.trimmed(component.property("DESCRIPTION")?.text ?? "")
        let title = ImportedText.trimmed(component.property("SUMMARY")?.text ?? "")
            .replacing("\n", with: " ")
        if title.isEmpty { fault(component.line, "a VTODO needs a SUMMARY, which becomes the task's title") }
        let fitted = ImportedText.fitted(title: title, description: description, notes: &notes)
        (task.title, task.description) = fitted
        for line in component.all("CATEGORIES") {
            for name in CalendarText.list(line.value).map({ ImportedText.trimmed($0) }) where !name.isEmpty {
                if !task.hasTag(name) { task.tags.append(name) }
            }
        }
        if let line = component.property("PRIORITY") { readPriority(line) }
    }

    private mutating func readPriority(_ line: ContentLine) {
        switch Int(line.value) {
        case 1, 2, 3, 4: task.priority = .high
        case 0, 5: task.priority = .medium
        case 6, 7, 8, 9: task.priority = .low
        default:
            fault(line.line, "'\(line.value.prefix(20))' is no PRIORITY; it is a number from 0 to 9, 1 the highest")
        }
    }

    private mutating func readTimes() {
        task.createdAt = component.property("CREATED").flatMap { instant($0) } ?? now
        task.updatedAt = max(component.property("LAST-MODIFIED").flatMap { instant($0) } ?? now, task.createdAt)
        let status = component.property("STATUS")?.value.uppercased()
        let isDone =
            status == "COMPLETED" || status == "CANCELLED"
            || status == nil
                && (component.property("COMPLETED") != nil || component.property("PERCENT-COMPLETE")?.value == "100")
        if status == "CANCELLED" { notes.append("it was cancelled; it is kept as done") }
        guard isDone else { return }
        task.completedAt = component.property("COMPLETED").flatMap { instant($0) } ?? task.updatedAt
    }

    /// The instant of a property in UTC; one on another clock is read by its zone.
    mutating func instant(_ line: ContentLine) -> Timestamp? {
        guard let due = zones.due(line, notes: &notes) else {
            fault(line.line, "'\(line.value.prefix(40))' is no \(line.name); write it as 20260131T090000Z")
            return nil
        }
        return due.instant(in: zones.database)
    }
}

extension CalendarTaskReader {
    private mutating func readDates() {
        let start = date("DTSTART")
        var due = date("DUE") ?? dueAfterDuration(start)
        if let exact = component.property("X-TODO-DUE"), let given = due { due = this(exact, matching: given) }
        task.due = due ?? start
        guard let line = component.property("RRULE") else { return }
        guard let date = task.due else {
            return fault(line.line, "a task that repeats needs a DUE or a DTSTART")
        }
        readSeries(line, start: start, due: date)
    }

    private mutating func date(_ name: String) -> DueDate? {
        guard let line = component.property(name) else { return nil }
        let date = zones.due(line, notes: &notes)
        if date == nil {
            fault(line.line, "'\(line.value.prefix(40))' is no \(name); write it as 20260131 or 20260131T090000")
        }
        return date
    }

    private mutating func dueAfterDuration(_ start: DueDate?) -> DueDate? {
        guard let line = component.property("DURATION"), let start else { return nil }
        guard let span = ReminderOffset(text: line.value) else {
            fault(line.line, "'\(line.value.prefix(40))' is no DURATION; write it as PT1H or P1D")
            return nil
        }
        let day = start.wall.on(start.wall.date.adding(days: span.days))
        return start.moved(
            to: CivilDateTime(millisecondsSinceEpoch: day.millisecondsSinceEpoch + Int64(span.seconds) * 1_000))
    }

    /// The due date exactly as this product had it, if it still is the one that other programs see.
    private func this(_ line: ContentLine, matching due: DueDate) -> DueDate {
        let zone = line.parameter("TZID").flatMap(zones.name(of:))
        guard let exact = DueDate(text: line.text, zoneName: zone, zones: zones.database),
            CalendarDates.plain(exact).moment == CalendarDates.plain(due).moment
        else { return due }
        return exact
    }

    private mutating func readSeries(_ line: ContentLine, start: DueDate?, due given: DueDate) {
        var due = given
        let rule: RecurrenceRule
        do {
            rule = try RecurrenceRule(text: line.value)
        } catch {
            return fault(line.line, "RRULE \(error.message)")
        }
        if let start, !rule.isPlainInterval {
            // The start as the clock of the due date shows it.
            let rules = due.rules(in: zones.database)
            let wall = due.isAllDay ? start.wall : rules.civil(at: start.instant(in: zones.database))
            if wall.date != due.wall.date {
                notes.append("it repeats by its start, so that is kept as its due date; it was due \(due.text)")
                due = due.isAllDay ? start : due.moved(to: wall)
                task.due = due
            }
        }
        let settled = CalendarDates.exact(rule, component.property("X-TODO-RULE")).settled(
            in: due.rules(in: zones.database))
        guard let fitting = due.isAllDay ? settled.ofWholeDays : settled else {
            return fault(line.line, "RRULE repeats within days and needs a DUE with a time of day")
        }
        let anchor = component.property("X-TODO-ANCHOR").flatMap { CivilDateTime(iso8601: $0.text) } ?? due.wall
        var series = Series(rule: fitting, anchor: anchor, id: task.id, occurrence: due.wall)
        series.number = fitting.count.map { _ in 1 }
        series.settings.exceptions = readings("EXDATE", on: due)
        series.settings.additions = readings("RDATE", on: due)
        readOwnSettings(&series.settings)
        task.series = series
        if component.all("RRULE").count > 1 { fault(line.line, "a task has one RRULE here, found several") }
    }

    private func readOwnSettings(_ settings: inout SeriesSettings) {
        func value<Choice: RawRepresentable>(_ name: String) -> Choice? where Choice.RawValue == String {
            component.property(name).flatMap { Choice(rawValue: $0.text) }
        }
        settings.repeatFrom = value("X-TODO-REPEAT-FROM") ?? .due
        settings.missed = value("X-TODO-MISSED") ?? .nextFuture
        settings.advance = value("X-TODO-ADVANCE") ?? .onCompletion
        settings.isPaused = component.property("X-TODO-PAUSED") != nil
    }

    private mutating func readings(_ name: String, on due: DueDate) -> [CivilDateTime] {
        var found: Set<CivilDateTime> = []
        for line in component.all(name) {
            for text in line.value.split(separator: ",") {
                // A period's start is the occurrence; its length says nothing of a task.
                guard let moment = CalendarMoment(text.prefix { $0 != "/" }) else {
                    fault(line.line, "'\(text.prefix(40))' in \(name) is no date; write it as 20260131T090000")
                    continue
                }
                found.insert(zones.reading(moment, line, on: due))
            }
        }
        guard found.count > SeriesUpdate.mostDates else { return found.sorted() }
        notes.append("\(name) has \(found.count) dates; the last \(SeriesUpdate.mostDates) were kept")
        return found.sorted().suffix(SeriesUpdate.mostDates)
    }
}

extension CalendarTaskReader {
    private mutating func readReminders() {
        let start = component.property("DTSTART").flatMap { zones.due($0, notes: &notes) }
        for alarm in component.components.prefix(TodoTask.mostReminders) {
            readReminder(alarm, start: start)
        }
        let excess = component.components.count - TodoTask.mostReminders
        if excess > 0 { notes.append("a task has \(TodoTask.mostReminders) reminders; \(excess) were left out") }
    }

    private mutating func readReminder(_ alarm: CalendarComponent, start: DueDate?) {
        guard let trigger = alarm.property("TRIGGER") else {
            return fault(alarm.line, "a VALARM needs a TRIGGER, as TRIGGER:-PT15M")
        }
        var reminder = Reminder(id: ReminderID(Int64(task.reminders.count + 1)), remindAt: .epoch)
        if let moment = CalendarMoment(trigger.value) {
            guard moment.instant != nil || trigger.parameter("TZID") != nil, let instant = instant(trigger) else {
                return fault(trigger.line, "a TRIGGER with a date is in UTC, as 20260131T090000Z")
            }
            reminder.remindAt = instant
        } else if let offset = ReminderOffset(text: trigger.value) {
            guard let due = task.due else {
                notes.append("line \(alarm.line): a reminder before a due date that the task has not was left out")
                return
            }
            guard let fitting = relative(offset, trigger, due: due, start: start) else {
                return fault(trigger.line, "a reminder is at most \(ReminderOffset.mostDays) days from the due date")
            }
            reminder.offset = fitting
            reminder.remindAt = fitting.instant(from: due, zones: zones.database)
        } else {
            return fault(
                trigger.line, "'\(trigger.value.prefix(40))' is no TRIGGER; write it as -PT15M or 20260131T090000Z")
        }
        if let seen = alarm.property("ACKNOWLEDGED").flatMap({ instant($0) }), seen >= reminder.remindAt {
            reminder.status = .sent
            reminder.sentAt = seen
        }
        reminder.isAutomatic = alarm.property("X-TODO-AUTOMATIC") != nil
        task.reminders.append(reminder)
    }

    /// The distance to the due date of a trigger that may be reckoned from the start, as it is unless it says END.
    private func relative(
        _ offset: ReminderOffset, _ trigger: ContentLine, due: DueDate, start: DueDate?
    ) -> ReminderOffset? {
        let fromEnd = trigger.parameter("RELATED")?.uppercased() == "END"
        guard !fromEnd, let start, start != due else { return offset }
        let gap = start.instant(in: zones.database).duration(since: due.instant(in: zones.database))
        let seconds = Int(gap.components.seconds)
        guard abs(seconds) <= ReminderOffset.mostDays * 86_400 else { return nil }
        if seconds == 0 { return offset }
        return ReminderOffset(days: 0, seconds: offset.days * 86_400 + offset.seconds + seconds)
    }
}
