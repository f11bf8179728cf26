import CivilTime
import Testing
import TodoDomain

@Suite("What a filter keeps")
struct TaskPredicateTests {
    /// Noon of a Saturday in Karachi, 07:00 in UTC, 02:00 in New York.
    private func context(_ zone: String? = "Asia/Karachi", now: String = "2026-01-31T07:00:00Z") throws -> FilterContext
    {
        FilterContext(
            now: try instant(now), zones: UserZones(UserSettings(timeZone: zone), over: testZones))
    }

    private func task(_ change: (inout TodoTask) throws -> Void = { _ in }) throws -> TodoTask {
        var task = TodoTask(
            id: TaskID(1), userID: UserID("u"), title: "Éclair for Zoë", description: "from the BÄCKEREI",
            tags: ["Work", "کام"], createdAt: try instant("2026-01-30T07:00:00Z"),
            updatedAt: try instant("2026-01-31T06:59:00Z"))
        try change(&task)
        return task
    }

    private func due(_ text: String, _ zone: String? = nil) throws -> DueDate {
        try #require(DueDate(text: text, zoneName: zone, zones: testZones))
    }

    private func expect(
        _ filter: String, _ isKept: Bool, _ task: TodoTask, _ context: FilterContext,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let predicate = TaskPredicate(try TaskFilter(text: filter), in: context)
        #expect(predicate.matches(task) == isKept, "\(filter)", sourceLocation: location)
    }

    @Test("texts are compared folded, tags ignoring case")
    func texts() throws {
        let (task, context) = (try task(), try context())
        for filter in [
            "title ~ eclair", "title ~ \"for zoe\"", "title = \"eclair for zoe\"", "description ~ backerei",
            "text ~ کام",
            "text ~ zoe", "tag = work", "tag in home, WORK", "tag ~ \"or\"", "tag != home", "tag = کام", "tag",
            "title in a, \"ECLAIR FOR ZOË\"", "description",
        ] {
            try expect(filter, true, task, context)
            try expect("!(\(filter))", false, task, context)
        }
        for filter in ["title = eclair", "tag = wor", "tag != work", "title ~ \"eclair zoe\"", "description ~ zoe"] {
            try expect(filter, false, task, context)
        }
    }

    @Test("priorities go from low to high, and properties are what they say")
    func properties() throws {
        let context = try context()
        let high = try task { $0.priority = .high }
        try expect("priority > medium && priority >= high && priority != low", true, high, context)
        try expect("priority < high || priority <= medium", false, high, context)
        try expect("priority < high && priority in medium, low", true, try task(), context)
        try expect("!completed && !recurring && !reminder && !due && status = pending", true, try task(), context)
        let done = try task { $0.completedAt = try instant("2026-01-31T06:00:00Z") }
        try expect("completed && status != pending && completed_at > now-2h", true, done, context)
        let repeating = try task {
            $0.due = try due("2026-02-01T09:00")
            $0.series = try Series(rule: rule("daily"), anchor: reading("2026-02-01T09:00:00"))
            $0.reminders = [Reminder(id: ReminderID(1), remindAt: context.now)]
        }
        try expect("recurring && reminder && due", true, repeating, context)
        let reminded = try task { $0.reminders = [Reminder(id: ReminderID(1), remindAt: context.now, status: .sent)] }
        try expect("reminder", false, reminded, context)
    }

    @Test("a floating date is on the user's clock, a zoned one is not, and a day lasts from midnight to midnight")
    func clocks() throws {
        let floating = try task { $0.due = try due("2026-01-31T23:30") }
        let within = "due = today && due < tomorrow && due <= today && due >= today && !(due > today)"
        try expect(within, true, floating, try context())
        // In New York it is the 31st already, too; 23:30 there is the 1st in Karachi.
        let zoned = try task { $0.due = try due("2026-01-31T23:30", "America/New_York") }
        try expect("due = today", false, zoned, try context())
        try expect("due = tomorrow && due > today && due = 2026-02-01", true, zoned, try context())
        try expect("due = today", true, zoned, try context("America/New_York"))
        try expect("due = 2026-02-01T09:30 && due = 2026-02-01T04:30:00Z", true, zoned, try context())
        try expect("due in yesterday, 2026-02-01", true, zoned, try context())
        try expect("due != 2026-02-01", true, try task(), try context())
        try expect("due < now+100d || due > now", false, try task(), try context())
    }

    @Test("days are the wall clock's, hours exact, through a change of offset too")
    func distances() throws {
        // In New York clocks go forward at 02:00 of 2026-03-08: noon to noon is 23 hours.
        let context = try context("America/New_York", now: "2026-03-07T17:00:00Z")
        let noon = try task { $0.due = try due("2026-03-08T12:00") }
        try expect("due = now+1d && due = now+23h && due < now+24h", true, noon, context)
        try expect("due = today+36h || due = now+1d+1m", false, noon, context)
        try expect("due = 2026-03-07T12:00+1d && due = today+36h-1h", true, noon, context)
        try expect("due >= now+1d && due <= now+1d && !(due > now+1d) && !(due < now+1d)", true, noon, context)
    }

    @Test("a task is overdue once its instant has passed, an all-day one once its day has, a done one never")
    func overdue() throws {
        let context = try context()
        for (text, isOverdue) in [
            ("2026-01-31T11:59", true), ("2026-01-31T12:00", false), ("2026-01-31T12:01", false), ("2026-01-31", false),
            ("2026-01-30", true), ("2026-01-31T12:30+06:00", true), ("2026-01-31T06:59:59.999Z", true),
        ] {
            let task = try task { $0.due = try due(text) }
            try expect("overdue", isOverdue, task, context)
            try expect("overdue = false", !isOverdue, task, context)
        }
        try expect("overdue", false, try task(), context)
        let done = try task {
            $0.due = try due("2026-01-01")
            $0.completedAt = context.now
        }
        try expect("overdue", false, done, context)
        // The day of New York ends later than that of the user.
        let elsewhere = try task { $0.due = try due("2026-01-30", "America/New_York") }
        try expect("overdue", false, elsewhere, try self.context(now: "2026-01-31T04:59:00Z"))
        try expect("overdue", true, elsewhere, try self.context(now: "2026-01-31T05:00:00Z"))
    }

    @Test("a date that the zone went over has no instants, and midnight that clocks skip begins the day all the same")
    func absentDates() throws {
        let change = ZoneRules.Change(at: try instant("2011-12-30T10:00:00Z"), offsetSeconds: 14 * 3_600)
        let apia = try #require(ZoneRules(name: "Pacific/Apia", offsetSeconds: -10 * 3_600, changes: [change]))
        let zones = UserZones(UserSettings(timeZone: "Pacific/Apia"), over: MemoryZoneDatabase([apia]))
        let context = FilterContext(now: try instant("2011-12-30T10:00:00Z"), zones: zones)
        for hour in ["2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00Z"] {
            let task = try task { $0.due = try due(hour) }
            try expect("due = 2011-12-30", false, task, context)
            try expect("due = 2011-12-29 || due = 2011-12-31", true, task, context)
        }
    }
}
