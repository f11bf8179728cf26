internal import CivilTime
internal import TodoDomain
internal import TodoServices

/// What the user's last command did, told from before and after.
struct ShadowStep {
    enum Sort {
        /// Tasks, tags, settings and filters were other than they are.
        case edit
        case deletion(TaskID)
        case restoring(TaskID)
        /// Nothing brings it back.
        case final
    }

    var sort: Sort
    /// What would make everything what it was.
    var back: ShadowUser.Effect
    /// The versions that tasks had afterwards; nil for those that were gone.
    var versions: [TaskID: Int64?]
    var settingsVersion: Int64?
    var tagsAfter: [String: ShadowUser.ShadowTag?]
    var filtersAfter: [String: SavedFilter?]
}

extension ShadowUser {
    /// How a command's effect is to be remembered; `self` is the user before it.
    func step(of effect: Effect, by command: TaskCommand) -> ShadowStep {
        var back = Effect()
        for id in effect.tasks.keys { back.tasks[id] = .some(tasks[id]) }
        for key in effect.tags.keys { back.tags[key] = .some(tags[key]) }
        for key in effect.filters.keys { back.filters[key] = .some(filters[key]) }
        if effect.settings != nil { back.settings = settings }
        return ShadowStep(
            sort: sort(of: effect, by: command), back: back, versions: effect.tasks.mapValues { $0?.version },
            settingsVersion: effect.settings?.version, tagsAfter: effect.tags, filtersAfter: effect.filters)
    }

    private func sort(of effect: Effect, by command: TaskCommand) -> ShadowStep.Sort {
        switch command {
        case .delete(let id): return .deletion(id)
        case .restore(let id): return .restoring(id)
        case .deleteTag, .mergeTag, .purge: return .final
        case .undoLast:
            switch last?.sort {
            case .deletion(let id): return .restoring(id)
            case .restoring(let id): return .deletion(id)
            default: return .edit
            }
        default: return .edit
        }
    }

    func predictUndo(at moment: ShadowTask.Moment) -> Prediction {
        guard let last else { return .refused("conflict") }
        switch last.sort {
        case .final: return .refused("conflict")
        case .deletion(let id): return predictRestoring(of: id, at: moment)
        case .restoring(let id):
            guard let task = tasks[id], last.versions[id] == task.version else { return .refused("conflict") }
            return predictDeletion(of: id, task, at: moment)
        case .edit: return predictTakingBack(last)
        }
    }

    private func predictTakingBack(_ step: ShadowStep) -> Prediction {
        // Tags that came along with a task stay; a command about a tag has nothing else in it but retagged tasks.
        let isAboutTags = step.back.settings == nil && !step.tagsAfter.isEmpty && !step.isAboutOneTask
        if isAboutTags { return predictTakingBackTag(step) }
        if let before = step.back.settings {
            guard settings.version == step.settingsVersion else { return .refused("conflict") }
            var after = before
            after.version = settings.version + 1
            return .effect(Effect(settings: after))
        }
        if !step.back.filters.isEmpty {
            let isUntouched = step.filtersAfter.allSatisfy { filters[$0.key] == $0.value }
            guard isUntouched else { return .refused("conflict") }
            return .effect(Effect(filters: step.back.filters))
        }
        return predictTakingBackTask(step)
    }

    private func predictTakingBackTag(_ step: ShadowStep) -> Prediction {
        let isUntouched = step.tagsAfter.allSatisfy { tags[$0.key] == $0.value }
        guard isUntouched else { return .refused("conflict") }
        var effect = Effect(tags: step.back.tags)
        // A renamed tag gets its old name back on every task.
        let old = step.back.tags.values.compactMap(\.self).first
        let new = step.tagsAfter.values.compactMap(\.self).first
        if let old, let new, old.name != new.name {
            effect.tasks = tasks(carrying: new.name.lowercased(), as: old.name)
        }
        return .effect(effect)
    }

    private func predictTakingBackTask(_ step: ShadowStep) -> Prediction {
        guard let id = step.subject, let version = step.versions[id], tasks[id]?.version == version else {
            return .refused("conflict")
        }
        let before = step.back.tasks[id] ?? nil
        guard var task = before else {
            guard followers[id] == nil else { return .refused("conflict") }
            var effect = Effect(tasks: [id: nil])
            effect.withdrawn = id
            return .effect(effect)
        }
        guard let current = tasks[id] else {
            task.version += 1
            return .effect(Effect(tasks: [id: task]))
        }
        guard isFree(task, id, from: current) else { return .refused("conflict") }
        task.version = current.version + 1
        guard current.isDone, !task.isDone else { return .effect(Effect(tasks: [id: task])) }
        return predictWithdrawal(following: id, current, Effect(tasks: [id: task]))
    }

    /// False when the date that the task had in its series is another's by now, or not known to be free.
    private func isFree(_ task: ShadowTask, _ id: TaskID, from current: ShadowTask) -> Bool {
        guard let reading = task.place.reading, let first = task.place.first,
            (first, reading) != (current.place.first, current.place.reading ?? reading) || current.place.reading == nil
        else { return true }
        guard first == current.place.first ?? id else { return false }
        let holder = dates.task(of: first, at: reading)
        return holder == nil || holder == id
    }
}

extension ShadowStep {
    /// The task that the command was about, where it was about one.
    fileprivate var subject: TaskID? {
        // Of a task and the occurrence that its undone completion took away, the one that is still there counts.
        back.tasks.keys.sorted().first { versions[$0].flatMap(\.self) != nil } ?? back.tasks.keys.sorted().first
    }

    /// True when a task was made or edited, so that tags in it are new ones that came along.
    fileprivate var isAboutOneTask: Bool {
        tagsAfter.allSatisfy { $0.value != nil && (back.tags[$0.key] ?? nil) == nil } && !back.tasks.isEmpty
    }
}
