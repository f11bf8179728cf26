internal import TodoDomain
internal import TodoServices

/// All that one user believes to have.
struct ShadowUser {
    private(set) var tasks: [TaskID: ShadowTask] = [:]
    /// Tags by name in small letters.
    private(set) var tags: [String: ShadowTag] = [:]
    private(set) var settings: UserSettings = .initial
    /// What was deleted and can come back.
    private(set) var trash: [TaskID: ShadowTrash] = [:]
    /// Saved filters by name in small letters.
    private(set) var filters: [String: SavedFilter] = [:]
    /// What the user's last command did.
    private(set) var last: ShadowStep?
    /// Which task has which date of which series.
    private(set) var dates = ShadowDates()
    /// The task that was made to follow each one, also when it is gone by now.
    private(set) var followers: [TaskID: TaskID] = [:]

    struct ShadowTag: Equatable {
        var name: String
        var colour: String
    }

    /// What a command should do.
    struct Effect {
        /// Tasks as they should be; nil for gone.
        var tasks: [TaskID: ShadowTask?] = [:]
        /// Tags as they should be, by name in small letters; nil for gone.
        var tags: [String: ShadowTag?] = [:]
        /// A task that goes as if it had never been made.
        var withdrawn: TaskID?
        /// What the user prefers from now on; nil for what the user preferred before.
        var settings: UserSettings?
        /// Deleted tasks as they should be; nil for gone.
        var trash: [TaskID: ShadowTrash?] = [:]
        /// Saved filters as they should be, by name in small letters; nil for gone.
        var filters: [String: SavedFilter?] = [:]

        var isEmpty: Bool {
            tasks.isEmpty && tags.isEmpty && settings == nil && trash.isEmpty && filters.isEmpty
        }
    }

    /// What a user expects of a command.
    enum Prediction {
        /// It does this, or nothing when the effect is empty.
        case effect(Effect)
        /// It is refused with that code and leaves no trace.
        case refused(String)

        var telling: String {
            switch self {
            case .effect(let effect): effect.isEmpty ? "change nothing" : "be carried out"
            case .refused(let code): "be refused as \(code)"
            }
        }
    }

    mutating func apply(_ effect: Effect) {
        for (id, task) in effect.tasks {
            if let task {
                dates.put(id, in: task.place.first, at: task.place.reading)
                if let follows = task.follows { followers[follows] = followers[follows] ?? id }
            }
            tasks[id] = task
        }
        if let withdrawn = effect.withdrawn {
            dates.withdraw(withdrawn)
            followers = followers.filter { $0.value != withdrawn }
        }
        for (key, tag) in effect.tags { tags[key] = tag }
        settings = effect.settings ?? settings
        for (id, trashed) in effect.trash { trash[id] = trashed }
        for (key, filter) in effect.filters { filters[key] = filter }
    }

    /// Carries out what the user asked, and remembers how to take it back.
    mutating func apply(_ effect: Effect, of command: TaskCommand) {
        let step = step(of: effect, by: command)
        apply(effect)
        last = step
    }

    /// Of what different zone rules foretell, what came true; the first when nothing did.
    func fitting(_ predictions: [Prediction], _ state: UserState) -> Prediction {
        let fitting =
            predictions.count == 1
            ? nil
            : predictions.first { prediction in
                guard case .effect(let effect) = prediction else { return false }
                var user = self
                user.apply(effect)
                return effect.tasks.keys.allSatisfy { user.disagreement(about: $0, with: state.tasks[$0]) == nil }
            }
        return fitting ?? predictions[0]
    }

    /// Learns the identities that the system gave to a task's new reminders.
    mutating func learn(_ id: TaskID, from task: TodoTask) {
        tasks[id]?.learnPromises(from: task)
    }

    /// What the user expected of a task and the system holds otherwise; nil when they agree.
    func disagreement(about id: TaskID, with task: TodoTask?) -> String? {
        switch (tasks[id], task) {
        case (nil, nil): nil
        case (let expected?, let found?): expected.disagreement(with: found).map { "task \(id): \($0)" }
        case (nil, _): "task \(id) should be gone and is there"
        case (_, nil): "task \(id) should be there and is gone"
        }
    }

    /// What the user expected of the settings and the system holds otherwise; nil when they agree.
    func disagreement(aboutSettings found: UserSettings) -> String? {
        Disagreement.told("settings", settings, found)
    }

    /// What the user expected of the tags and the system holds otherwise; nil when they agree.
    func disagreement(aboutTags found: [String: Tag]) -> String? {
        let stored = found.mapValues { ShadowTag(name: $0.name, colour: $0.colour) }
        guard stored != tags else { return nil }
        func told(_ tags: [String: ShadowTag]) -> String {
            tags.values.map { "'\($0.name)' \($0.colour)" }.sorted().joined(separator: ", ")
        }
        return "tags should be [\(told(tags))] and are [\(told(stored))]"
    }
}
