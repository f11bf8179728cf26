public import CivilTime
public import TodoDomain

/// Writes tasks as an iCalendar file that other programs read.
///
/// The same tasks give the same bytes. What iCalendar has no word for stands beside its nearest, in properties
/// of this product's own.
public struct CalendarWriting {
    /// Years for which a zone's changes are written out; readers know the zone by its name beyond.
    private static let mostZoneYears = 50

    private let zones: any ZoneDatabase
    private let epoch: String
    private var writer = ContentLineWriter()
    /// Identities in files of the tasks that have parts, by their identities here.
    private var wholes: [TaskID: String] = [:]

    /// The file of those tasks; `epoch` is that of their store, from which tasks without one have their identity.
    public static func file(
        _ tasks: [TodoTask], epoch: String, zones: any ZoneDatabase, name: String = "Tasks"
    ) -> [UInt8] {
        var writing = CalendarWriting(zones: zones, epoch: epoch)
        writing.write(tasks, name: name)
        return writing.writer.bytes
    }

    private init(zones: any ZoneDatabase, epoch: String) {
        self.zones = zones
        self.epoch = epoch
    }

    private mutating func write(_ tasks: [TodoTask], name: String) {
        writer.begin("VCALENDAR")
        writer.write(ContentLine("VERSION", value: "2.0"))
        writer.write(ContentLine("PRODID", text: "-//Evolution of Todo//Todo//EN"))
        writer.write(ContentLine("CALSCALE", value: "GREGORIAN"))
        writer.write(ContentLine("X-WR-CALNAME", text: name))
        for (zone, years) in CalendarWriting.zones(of: tasks) {
            guard let rules = zones.rules(named: zone) else { continue }
            CalendarZoneWriting.write(rules, named: zone, years: years, to: &writer)
        }
        let named = Set(tasks.compactMap(\.parentID))
        for task in tasks where named.contains(task.id) { wholes[task.id] = task.universalID(epoch: epoch) }
        for task in tasks { write(task) }
        writer.end("VCALENDAR")
    }

    /// The zones that the tasks' due dates are in, each with the years for which its rules are needed.
    private static func zones(of tasks: [TodoTask]) -> [(String, ClosedRange<Int>)] {
        var years: [String: ClosedRange<Int>] = [:]
        for task in tasks {
            guard let due = task.due, let zone = due.zoneName, !due.isAllDay else { continue }
            let year = due.wall.date.year
            let end = min(task.series == nil ? year : year + 10, 9_998)
            let known = years[zone] ?? year...max(year, end)
            years[zone] = min(known.lowerBound, year)...max(known.upperBound, end)
        }
        return years.sorted { $0.key < $1.key }.map { zone, years in
            (zone, years.lowerBound...min(years.upperBound, years.lowerBound + mostZoneYears))
        }
    }

    private mutating func write(_ task: TodoTask) {
        writer.begin("VTODO")
        writer.write(ContentLine("UID", text: task.universalID(epoch: epoch)))
        writer.write(ContentLine("DTSTAMP", value: CalendarMoment.utc(task.updatedAt).text))
        writer.write(ContentLine("CREATED", value: CalendarMoment.utc(task.createdAt).text))
        writer.write(ContentLine("LAST-MODIFIED", value: CalendarMoment.utc(task.updatedAt).text))
        writer.write(ContentLine("SEQUENCE", value: String(min(task.version - 1, 2_147_483_647))))
        writer.write(ContentLine("SUMMARY", text: task.title))
        if !task.description.isEmpty { writer.write(ContentLine("DESCRIPTION", text: task.description)) }
        writer.write(ContentLine("PRIORITY", value: String(task.priority.calendarNumber)))
        if !task.tags.isEmpty {
            writer.write(ContentLine("CATEGORIES", value: task.tags.map(CalendarText.escape).joined(separator: ",")))
        }
        if let whole = task.parentID.flatMap({ wholes[$0] }) { writer.write(ContentLine("RELATED-TO", text: whole)) }
        writeStatus(task)
        if let due = task.due { writeDates(task, due) }
        for reminder in task.reminders where reminder.isShownInCalendars { write(reminder, of: task) }
        writer.end("VTODO")
    }

    private mutating func writeStatus(_ task: TodoTask) {
        guard let completedAt = task.completedAt else {
            return writer.write(ContentLine("STATUS", value: "NEEDS-ACTION"))
        }
        writer.write(ContentLine("STATUS", value: task.series?.isSkipped == true ? "CANCELLED" : "COMPLETED"))
        writer.write(ContentLine("COMPLETED", value: CalendarMoment.utc(completedAt).text))
        writer.write(ContentLine("PERCENT-COMPLETE", value: "100"))
    }

    /// An occurrence that is done repeats no more: the one after it is a task of its own.
    private mutating func writeDates(_ task: TodoTask, _ due: DueDate) {
        let series = task.isCompleted ? nil : task.series
        if series != nil { writer.write(CalendarDates.line("DTSTART", due)) }
        writer.write(CalendarDates.line("DUE", due))
        if !CalendarDates.isPlain(due) {
            let zone = due.zoneName.map { [ContentLine.Parameter("TZID", [$0])] } ?? []
            writer.write(ContentLine("X-TODO-DUE", zone, text: due.text))
        }
        guard let series else { return }
        let rule = CalendarDates.standard(series.rule, anchor: series.anchor, number: series.number)
        writer.write(ContentLine("RRULE", value: rule))
        if series.rule.keepsShortMonths { writer.write(ContentLine("X-TODO-RULE", text: series.rule.text)) }
        if series.anchor != due.wall { writer.write(ContentLine("X-TODO-ANCHOR", text: series.anchor.iso8601)) }
        for reading in series.settings.exceptions { writer.write(CalendarDates.line("EXDATE", due.moved(to: reading))) }
        for reading in series.settings.additions { writer.write(CalendarDates.line("RDATE", due.moved(to: reading))) }
        write(series.settings)
    }

    private mutating func write(_ settings: SeriesSettings) {
        if settings.repeatFrom != .due {
            writer.write(ContentLine("X-TODO-REPEAT-FROM", text: settings.repeatFrom.rawValue))
        }
        if settings.missed != .nextFuture { writer.write(ContentLine("X-TODO-MISSED", text: settings.missed.rawValue)) }
        if settings.advance != .onCompletion {
            writer.write(ContentLine("X-TODO-ADVANCE", text: settings.advance.rawValue))
        }
        if settings.isPaused { writer.write(ContentLine("X-TODO-PAUSED", value: "TRUE")) }
    }

    private mutating func write(_ reminder: Reminder, of task: TodoTask) {
        writer.begin("VALARM")
        writer.write(ContentLine("ACTION", value: "DISPLAY"))
        writer.write(ContentLine("DESCRIPTION", text: task.title))
        if let offset = reminder.offset, reminder.followsDue, task.due != nil {
            let related = ContentLine.Parameter("RELATED", ["END"])
            writer.write(ContentLine("TRIGGER", [related], value: offset.calendarText))
        } else {
            let type = ContentLine.Parameter("VALUE", ["DATE-TIME"])
            writer.write(ContentLine("TRIGGER", [type], value: CalendarMoment.utc(reminder.remindAt).text))
        }
        if let sentAt = reminder.sentAt {
            writer.write(ContentLine("ACKNOWLEDGED", value: CalendarMoment.utc(sentAt).text))
        }
        if reminder.isAutomatic { writer.write(ContentLine("X-TODO-AUTOMATIC", value: "TRUE")) }
        writer.end("VALARM")
    }
}

extension Priority {
    /// The middle of the numbers that RFC 5545 gives each.
    fileprivate var calendarNumber: Int {
        switch self {
        case .high: 1
        case .medium: 5
        case .low: 9
        }
    }
}

extension Reminder {
    /// True but for those that nobody wants any more.
    fileprivate var isShownInCalendars: Bool {
        status == .pending || status == .sent || status == .cancelled && cancelledBecause != .switchedOff
    }
}

extension ReminderOffset {
    /// As RFC 5545 writes it, which wants minutes between hours and seconds.
    fileprivate var calendarText: String {
        let (hours, minutes, rest) = (abs(seconds) / 3_600, abs(seconds) / 60 % 60, abs(seconds) % 60)
        guard hours > 0, minutes == 0, rest > 0 else { return text }
        return text.replacing("\(hours)H", with: "\(hours)H0M")
    }
}
