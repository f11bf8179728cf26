internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Counts what a run went through, since an invariant proves nothing about what never happened.
struct ExercisedPaths {
    /// How often each path was taken, by its name.
    private(set) var counts: [String: Int] = [:]
    private var done: Set<TaskID> = []

    mutating func see(_ fact: SystemFact, in ledger: Ledger) {
        switch fact {
        case .answered(let request, _):
            let answers = ledger.issued[request.correlationID]?.outcomes.count ?? 0
            count(answers > 1 ? "repeated request answered" : "request answered")
        case .refused(_, let code): count("refused as \(code)")
        case .committed(let committed): see(committed, ledger)
        case .received(_, .notification): count("reminder shown")
        case .copyShown: count("command over a socket")
        case .copyDropped(_, _, let isRefused): count(isRefused ? "own copy refused" : "own copy replaced")
        case .webhookTaken: count("webhook taken")
        case .received(_, .presence(let connections)) where connections > 1: count("told of other devices")
        case .received(_, .mustRefetch): count("device told to read anew")
        default: break
        }
    }

    private mutating func count(_ path: String) {
        counts[path, default: 0] += 1
    }

    private mutating func see(_ committed: CommittedChange, _ ledger: Ledger) {
        let change = committed.change
        count(change.kind.rawValue)
        if ledger.issued[change.correlationID]?.request.expectedVersion != nil, change.actor == .user {
            count("edit of one version")
        }
        for case .renameTag in change.effects { count("tag renamed") }
        for case .withdrawTask in change.effects { count("successor withdrawn") }
        for case .putRecord(.trashedTask(let trashed)) in change.effects where !trashed.subtasks.isEmpty {
            count("subtasks deleted with their parent")
        }
        let restored = change.effects.count { if case .putTask = $0 { true } else { false } }
        if change.kind == .taskRestored, restored > 1 { count("subtasks restored with their parent") }
        guard let id = change.taskID else { return }
        if change.kind == .taskCompleted, !done.insert(id).inserted { count("done once more") }
        guard change.kind == .occurrenceSpawned, let task = committed.after.tasks[id],
            let predecessor = task.series?.predecessorID.flatMap({ committed.after.tasks[$0] })
        else { return }
        seeSuccessor(task, of: predecessor)
    }

    private mutating func seeSuccessor(_ task: TodoTask, of predecessor: TodoTask) {
        guard let due = task.due, let old = predecessor.due, let rule = task.series?.rule else { return }
        if let settings = task.series?.settings { seeSettings(settings, of: task) }
        let day = due.wall.date
        if rule.frequency == .monthly, day.day == CivilDate.length(ofMonth: day.month, year: day.year) {
            count("monthly successor at the end of a month")
        }
        let rules = due.rules(in: SimulatedZones.database)
        let offsets = [old, due].map { rules.offsetSeconds(at: rules.instant(of: $0.wall)) }
        if offsets[0] != offsets[1] { count("successor across a change of clocks") }
    }

    private mutating func seeSettings(_ settings: SeriesSettings, of task: TodoTask) {
        count("successor under missed \(settings.missed.rawValue)")
        count("successor \(settings.advance.rawValue)")
        if settings.repeatFrom == .completion { count("successor from completion") }
        if !settings.exceptions.isEmpty { count("successor in a series with exceptions") }
        if task.series?.passedOver.isEmpty == false { count("successor with dates passed over") }
        if task.series?.id != task.series?.predecessorID { count("successor of a successor") }
    }
}
