internal import CivilTime
internal import TodoDomain

/// A repeating task's place in its series as its user thinks of it.
struct ShadowPlace: Equatable {
    /// What the further tasks say where this one says something else.
    struct Pattern: Equatable {
        var title: String
        var details: String
        var priority: Priority
        var zone: String?
        var isAllDay: Bool
    }

    /// The first task of the series.
    var first: TaskID?
    /// The date that the series gave the task, wherever it was moved alone.
    var reading: CivilDateTime?
    var settings = SeriesSettings()
    /// Dates until then do not count: the series was paused.
    var resumedAt: CivilDateTime?
    var isSkipped = false
    var passedOver: [CivilDateTime] = []
    /// How many of the rule's dates there were, this one counted; for rules with a count.
    var number: Int?
    var pattern: Pattern?

    /// What the user expected and the system holds otherwise; nil when they agree.
    func disagreement(with series: Series?) -> String? {
        guard let series else { return nil }
        let pattern = series.template.map {
            Pattern(
                title: $0.title, details: $0.description, priority: $0.priority, zone: $0.due?.zoneName,
                isAllDay: $0.due?.isAllDay ?? false)
        }
        let faults: [String?] = [
            Disagreement.told("series", first, series.id),
            Disagreement.told("date in the series", reading, series.occurrence),
            Disagreement.told("settings of the series", settings, series.settings),
            Disagreement.told("end of the pause", resumedAt, series.resumedAt),
            Disagreement.told("mark of being skipped", isSkipped, series.isSkipped),
            Disagreement.told("dates passed over", passedOver, series.passedOver),
            Disagreement.told("number in the series", number, series.number),
            Disagreement.told("pattern of further tasks", self.pattern, pattern),
        ]
        return faults.lazy.compactMap { $0 }.first
    }
}

/// Which task has which date of which series, for all of a user's series.
struct ShadowDates {
    private var tasks: [TaskID: [CivilDateTime: TaskID]] = [:]
    private var dates: [TaskID: (series: TaskID, reading: CivilDateTime)] = [:]

    /// The task that has the date, also when it is gone by now.
    func task(of series: TaskID?, at reading: CivilDateTime?) -> TaskID? {
        guard let series, let reading else { return nil }
        return tasks[series]?[reading]
    }

    mutating func put(_ task: TaskID, in series: TaskID?, at reading: CivilDateTime?) {
        withdraw(task)
        guard let series, let reading else { return }
        tasks[series, default: [:]][reading] = task
        dates[task] = (series, reading)
    }

    mutating func withdraw(_ task: TaskID) {
        guard let date = dates.removeValue(forKey: task) else { return }
        tasks[date.series]?[date.reading] = nil
    }
}
