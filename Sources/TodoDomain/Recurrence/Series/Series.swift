public import CivilTime

/// The place of a task in a recurring series.
///
/// The settings of a series are those of its newest occurrence, which hands them on to the next.
public struct Series: Hashable, Sendable {
    /// How the series repeats.
    public var rule: RecurrenceRule
    /// The reading that the rule counts from; its day survives short months.
    public var anchor: CivilDateTime
    /// The task that this one follows, nil for the first of the series.
    public var predecessorID: TaskID?
    /// Identity of the series, its first task's; nil in series stored before they had one.
    public var id: TaskID?
    /// The reading that the rule gave this occurrence, which with the series identifies it.
    ///
    /// It stays when only this occurrence is moved; nil when another occurrence has the reading.
    public var occurrence: CivilDateTime?
    /// The occurrence's place among the rule's dates, from 1; kept only for rules with a count.
    public var number: Int?
    /// What the rule does not say.
    public var settings: SeriesSettings
    /// Dates up to this reading are no part of the series: it was paused until then.
    public var resumedAt: CivilDateTime?
    /// True when the occurrence was done with by skipping it.
    public var isSkipped: Bool = false
    /// Readings between the predecessor and this occurrence that nobody did, under the policy that records them.
    public var passedOver: [CivilDateTime] = []
    /// What further occurrences are made of where this one was changed alone.
    public var template: SeriesTemplate?
    /// Dates that clocks in the series' zone never show: not stored, known only to a series that `read(by:)` made.
    var absentDates: [CivilDate] = []

    /// A place in a series.
    public init(
        rule: RecurrenceRule, anchor: CivilDateTime, predecessorID: TaskID? = nil, id: TaskID? = nil,
        occurrence: CivilDateTime? = nil, settings: SeriesSettings = .init()
    ) {
        self.rule = rule
        self.anchor = anchor
        self.predecessorID = predecessorID
        self.id = id
        self.occurrence = occurrence
        self.settings = settings
    }
}

/// What the occurrences of a series share where one of them was changed alone.
public struct SeriesTemplate: Hashable, Codable, Sendable {
    /// What to do.
    public var title: String
    /// Details.
    public var description: String
    /// How much it matters.
    public var priority: Priority
    /// The series' first reading as a due date of its zone, with or without a time of day; nil in templates from before
    /// they had one.
    public var due: DueDate?

    /// What the task now says.
    public init(_ task: TodoTask) {
        title = task.title
        description = task.description
        priority = task.priority
        due = task.due.map { due in due.moved(to: task.series?.anchor ?? due.wall) }
    }
}

extension TodoTask {
    /// Identity of the task's series: that of its first task; nil when the task does not repeat.
    public var seriesID: TaskID? {
        series.map { $0.id ?? id }
    }

    /// True when the next occurrence of the task's series comes by the clock.
    public var waitsForClock: Bool {
        series.map { $0.settings.advance == .onSchedule && !$0.settings.isPaused } ?? false
    }

    /// What identifies the task among all occurrences of all of its user's series, nil when nothing does.
    public var occurrenceID: OccurrenceID? {
        guard let series, let id = series.id, let reading = series.occurrence else { return nil }
        return OccurrenceID(seriesID: id, reading: reading)
    }
}

/// What identifies an occurrence: whoever makes it, and however often, it is the same.
public struct OccurrenceID: Hashable, Sendable, CustomStringConvertible {
    /// The series.
    public let seriesID: TaskID
    /// The reading that the rule gave.
    public let reading: CivilDateTime

    /// The occurrence of a series at a reading.
    public init(seriesID: TaskID, reading: CivilDateTime) {
        self.seriesID = seriesID
        self.reading = reading
    }

    /// `<series>/<reading>`.
    public var description: String { "\(seriesID)/\(reading.iso8601)" }
}
