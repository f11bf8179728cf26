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
        case .changeSettings(let input): return change(input, of: request.expectedVersion)
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
        case .delete: return .effect(Effect(tasks: [id: nil]))
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

    private func removeTag(_ name: String) -> Prediction {
        let key = name.lowercased()
        guard tags[key] != nil else { return .refused("not_found") }
        return .effect(Effect(tasks: tasks(carrying: key, as: nil), tags: [key: nil]))
    }

    /// Every task with the tag, the tag renamed or taken off.
    private func tasks(carrying key: String, as newName: String?) -> [TaskID: ShadowTask?] {
        var changed: [TaskID: ShadowTask?] = [:]
        for (id, task) in tasks where task.tags.contains(where: { $0.lowercased() == key }) {
            var task = task
            task.tags = task.tags.compactMap { $0.lowercased() == key ? newName : $0 }
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
