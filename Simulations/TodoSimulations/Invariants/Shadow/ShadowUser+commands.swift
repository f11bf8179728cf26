internal import CivilTime
internal import TodoDomain
internal import TodoServices

extension ShadowUser {
    /// What the user expects of a command that is carried out at that time; a new task gets that identity.
    func predict(_ request: UserCommand, at moment: ShadowTask.Moment, newTask: TaskID) -> Prediction {
        guard !request.reusesKey else { return .refused("idempotency_key_reused") }
        var moment = moment
        moment.settings = settings
        if let id = request.command.subject {
            guard let task = tasks[id] else { return .refused("not_found") }
            if let version = request.expectedVersion, version != task.version { return .refused("version_mismatch") }
            return predict(request.command, of: id, task, at: moment)
        }
        switch request.command {
        case .create(let input):
            return edit(ShadowTask(version: 0), newTask, input, at: moment)
        case .createTag(let input):
            let name = input.name ?? ""
            guard tags[name.lowercased()] == nil else { return .refused("tag_exists") }
            return .effect(Effect(tags: [name.lowercased(): ShadowTag(name: name, colour: input.colour ?? "#808080")]))
        case .updateTag(let name, let input): return retag(name, input)
        case .deleteTag(let name): return removeTag(name)
        case .mergeTag(let name, let other): return merge(name, into: other)
        case .changeSettings(let input): return change(input, of: request.expectedVersion)
        case .createFilter(let input): return saveFilter(nil, input)
        case .updateFilter(let name, let input): return saveFilter(name, input)
        case .deleteFilter(let name): return removeFilter(name)
        case .restore(let id): return predictRestoring(of: id, at: moment)
        case .purge(let ids): return predictPurge(of: ids)
        case .undoLast: return predictUndo(at: moment)
        case .importTask(let task, _): return importing(task, at: moment)
        default: return .refused("not_found")
        }
    }

    private func predict(
        _ command: TaskCommand, of id: TaskID, _ task: ShadowTask, at moment: ShadowTask.Moment
    ) -> Prediction {
        var changed = task
        changed.version += 1
        switch command {
        case .update(_, let input): return edit(task, id, input, at: moment)
        case .toggle:
            changed.setDone(!task.isDone, moment)
        case .delete: return predictDeletion(of: id, task, at: moment)
        case .addReminder(_, let input):
            guard task.promises.count < 20, changed.promise(input, moment) else { return .refused("invalid") }
            changed.giveWay()
        case .snoozeReminder(_, let reminder, let input):
            guard task.promises.contains(where: { $0.id == reminder }) else { return .refused("not_found") }
            guard changed.snooze(reminder, input, settings, moment) else { return .refused("invalid") }
        case .removeReminder(_, let reminder):
            guard task.promises.contains(where: { $0.id == reminder }) else { return .refused("not_found") }
            changed.promises.removeAll { $0.id == reminder }
        case .skip, .pauseSeries, .resumeSeries, .undo: return predictSeries(command, of: id, task, at: moment)
        default: return .refused("not_found")
        }
        return .effect(Effect(tasks: [id: changed]))
    }

    private func edit(
        _ task: ShadowTask, _ id: TaskID, _ input: TaskInput, at moment: ShadowTask.Moment
    ) -> Prediction {
        let seen = task.shownPromise.map { task.promises[$0].instant }
        var changed = task
        changed.title = input.title.applied(to: task.title)
        changed.details = input.description.applied(to: task.details)
        changed.priority = input.priority.applied(to: task.priority)
        guard changed.setDue(input, moment), setSeries(of: &changed, id, from: task, input) else {
            return .refused("invalid")
        }
        if case .set(let parent) = input.parentID, parent != task.parent {
            guard mayBeSubtask(id, of: parent) else { return .refused("invalid") }
            changed.parent = parent
        }
        guard changed.parent == nil || changed.rule == nil else { return .refused("invalid") }
        var effect = Effect()
        if case .set(let names) = input.tags {
            for name in names where tags[name.lowercased()] == nil {
                effect.tags[name.lowercased()] = ShadowTag(name: name, colour: "#808080")
            }
            changed.tags = names.map { tags[$0.lowercased()]?.name ?? $0 }
        }
        if case .set(let instant) = input.reminderAt { changed.movePromise(to: instant, from: seen) }
        changed.promiseBySettings(since: task, moment)
        if case .set(let isDone) = input.completed { changed.setDone(isDone, moment) }
        guard changed != task || !effect.tags.isEmpty || task.version == 0 else { return .effect(Effect()) }
        guard setScope(of: &changed, id, from: task, input.scope) else { return .refused("conflict") }
        changed.version += 1
        effect.tasks[id] = changed
        return .effect(effect)
    }

    private func change(_ input: SettingsInput, of version: Int64?) -> Prediction {
        if let version, version != settings.version { return .refused("version_mismatch") }
        var changed = settings
        if case .set(let zone) = input.timeZone { changed.timeZone = zone }
        if case .set(let isOn) = input.notifyWhenDue { changed.notifyWhenDue = isOn }
        if case .set(let distance) = input.defaultReminder { changed.defaultReminder = distance }
        if case .set(let morning) = input.morning { changed.morning = morning }
        if case .set(let evening) = input.evening { changed.evening = evening }
        guard changed != settings else { return .effect(Effect()) }
        changed.version += 1
        return .effect(Effect(settings: changed))
    }

    private func retag(_ name: String, _ input: TagInput) -> Prediction {
        let key = name.lowercased()
        guard let tag = tags[key] else { return .refused("not_found") }
        let changed = ShadowTag(name: input.name ?? tag.name, colour: input.colour ?? tag.colour)
        let newKey = changed.name.lowercased()
        guard newKey == key || tags[newKey] == nil else { return .refused("tag_exists") }
        guard changed != tag else { return .effect(Effect()) }
        var effect = Effect()
        if changed.name != tag.name { effect.tasks = tasks(carrying: key, as: changed.name) }
        effect.tags[key] = .some(nil)
        effect.tags[newKey] = changed
        return .effect(effect)
    }

    /// Parts of a task have no parts themselves.
    private func mayBeSubtask(_ id: TaskID, of parent: TaskID?) -> Bool {
        guard let parent else { return true }
        guard id != parent, let whole = tasks[parent], whole.parent == nil else { return false }
        return !tasks.values.contains { $0.parent == id } && tasks.values.count { $0.parent == parent } < 100
    }

    private func merge(_ name: String, into other: String) -> Prediction {
        let (key, target) = (name.lowercased(), other.lowercased())
        guard tags[key] != nil, let kept = tags[target] else { return .refused("not_found") }
        guard key != target else { return .refused("invalid") }
        return .effect(Effect(tasks: tasks(carrying: key, as: kept.name), tags: [key: nil]))
    }

    private func saveFilter(_ name: String?, _ input: SavedFilterInput) -> Prediction {
        let old = name.flatMap { filters[$0.lowercased()] }
        if name != nil, old == nil { return .refused("not_found") }
        let new = input.applied(to: old ?? SavedFilter(name: "", filter: ""))
        guard new.key == old?.key || filters[new.key] == nil, old != nil || filters.count < 100 else {
            return .refused("conflict")
        }
        guard new != old else { return .effect(Effect()) }
        var effect = Effect(filters: old.map { [$0.key: nil] } ?? [:])
        effect.filters[new.key] = new
        return .effect(effect)
    }

    private func removeFilter(_ name: String) -> Prediction {
        guard filters[name.lowercased()] != nil else { return .refused("not_found") }
        return .effect(Effect(filters: [name.lowercased(): nil]))
    }

    private func removeTag(_ name: String) -> Prediction {
        let key = name.lowercased()
        guard tags[key] != nil else { return .refused("not_found") }
        return .effect(Effect(tasks: tasks(carrying: key, as: nil), tags: [key: nil]))
    }

    /// Every task with the tag, the tag renamed or taken off.
    func tasks(carrying key: String, as newName: String?) -> [TaskID: ShadowTask?] {
        var changed: [TaskID: ShadowTask?] = [:]
        for (id, task) in tasks where task.tags.contains(where: { $0.lowercased() == key }) {
            var task = task
            let place = task.tags.firstIndex { $0.lowercased() == key || $0.lowercased() == newName?.lowercased() }
            task.tags.removeAll { $0.lowercased() == key || $0.lowercased() == newName?.lowercased() }
            if let newName, let place { task.tags.insert(newName, at: place) }
            task.version += 1
            changed[id] = task
        }
        return changed
    }
}

extension TaskCommand {
    /// The task that a user's command is about; nil when it makes one or concerns a tag.
    fileprivate var subject: TaskID? {
        switch self {
        case .update(let id, _), .toggle(let id), .delete(let id), .addReminder(let id, _), .removeReminder(let id, _),
            .snoozeReminder(let id, _, _), .skip(let id), .pauseSeries(let id), .resumeSeries(let id), .undo(let id):
            id
        default: nil
        }
    }
}
