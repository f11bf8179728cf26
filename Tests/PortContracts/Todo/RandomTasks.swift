internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Tasks and queries that one seed decides, with ties in everything that lists are sorted by.
struct RandomTasks {
    var numbers: SeededNumbers
    private let user: UserID

    init(seed: UInt64, user: UserID) {
        numbers = SeededNumbers(state: seed)
        self.user = user
    }

    /// Read on a clock that is not UTC, at noon of 2026-03-29 in UTC.
    private static let context = FilterContext(
        now: ContractTasks.noon,
        zones: UserZones(
            UserSettings(timeZone: "Asia/Karachi"),
            over: MemoryZoneDatabase([ZoneRules(name: "Asia/Karachi", offsetSeconds: 18_000)])))

    static func predicate(_ filter: String) throws -> TaskPredicate {
        TaskPredicate(try TaskFilter(text: filter), in: context)
    }

    mutating func task(_ id: TaskID) -> TodoTask {
        var task = TodoTask(
            id: id, userID: user, title: pick(["banana", "Apple", "éclair", "apple", "Zebra", "کام", "a b"]),
            description: pick(["", "details"]), priority: pick(Priority.allCases),
            tags: pick([[], ["Home"], ["wörk", "home"], ["a,b"]]), createdAt: instant(), updatedAt: instant())
        if numbers.chance(70) { task.due = due() }
        if numbers.chance(40) { task.completedAt = instant() }
        if numbers.chance(30) { task.reminders = [Reminder(id: ReminderID(id.rawValue), remindAt: instant())] }
        return task
    }

    /// Few instants, so that many tasks have the same.
    private mutating func instant() -> Timestamp {
        ContractTasks.noon.adding(milliseconds: Int64.random(in: -6...6, using: &numbers) * 10_000_001)
    }

    private mutating func due() -> DueDate {
        let anchors: [DueDate.Anchor] = [.floating, .zone("Asia/Karachi"), .zone("Mars")]
        let reading = pick((-5...5).map { ContractTasks.wall($0 * 400) })
        if numbers.chance(30), let midnight = CivilDateTime(date: reading.date) {
            return DueDate(wall: midnight, anchor: pick(anchors), isAllDay: true)
        }
        // What is near the ends of the calendar has no offset to carry it over them.
        if numbers.chance(20) { return DueDate(wall: pick(RandomTasks.oddReadings)) }
        return DueDate(wall: reading, anchor: pick(anchors + [.offset(seconds: -43_200)]))
    }

    private static let oddReadings = [
        "0000-02-29T00:00", "0000-01-01T00:00", "9999-12-31T23:59:59.999", "1969-12-31T23:59:59.001",
        "2000-02-29T12:30:01.5",
    ].compactMap { CivilDateTime(iso8601: $0) }

    /// A query of any kind, from the place of one of the tasks on or from the beginning.
    mutating func query(among tasks: [TodoTask]) throws -> TaskQuery {
        var query = TaskQuery(
            status: pick(TaskQuery.Status.allCases), search: pick(["", "", "", "apple", "ÉCL", "home a", "%", "\0"]),
            predicate: numbers.chance(70) ? try predicate() : nil, sort: pick(TaskQuery.Sort.allCases),
            isDescending: numbers.chance(50))
        if numbers.chance(60) { query.limit = pick([1, 2, 3, 7, 20, 100]) }
        if numbers.chance(40), let task = tasks.randomElement(using: &numbers) { query.after = query.place(of: task) }
        return query
    }

    private mutating func predicate() throws -> TaskPredicate {
        let count = Int.random(in: 1...3, using: &numbers)
        let filters = (0..<count).map { _ in (numbers.chance(20) ? "!" : "") + "(" + pick(RandomTasks.filters) + ")" }
        return try RandomTasks.predicate(filters.joined(separator: pick([" && ", " || "])))
    }

    private static let filters = [
        "priority = high", "priority in high, low", "priority < high", "priority >= medium", "status = pending",
        "completed", "overdue", "due", "!due", "reminder", "recurring", "tag = home", "tag ~ om", "tag",
        "title = APPLE",
        "title ~ an", "text ~ details", "description", "due = today", "due < today", "due >= 2026-03-29T12:00",
        "due < now+400m", "due in yesterday, tomorrow", "due != today", "due >= 0000-01-01 && due < 0001-01-01",
        "due > 9999-01-01", "due < 1970-01-01 && due >= 1969-12-31", "created < now", "updated > now && created <= now",
        "completed_at >= today", "due = 2000-02-29", "priority = low && priority = high", "due && !due",
    ]

    private mutating func pick<Value>(_ choices: [Value]) -> Value {
        choices[Int.random(in: choices.indices, using: &numbers)]
    }
}

/// Numbers that one seed decides.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(state: UInt64) {
        self.state = state
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}
