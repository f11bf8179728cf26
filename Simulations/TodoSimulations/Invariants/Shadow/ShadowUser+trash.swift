internal import CivilTime
internal import TodoDomain

// Deleting, and what was deleted coming back.
extension ShadowUser {
    /// A deleted task takes its subtasks along; what lies in the trash for too long goes, as far as it is among the
    /// eight that have been there longest.
    func predictDeletion(of id: TaskID, _ task: ShadowTask, at moment: ShadowTask.Moment) -> Prediction {
        let subtasks = tasks.filter { $0.value.parent == id }
        var effect = Effect(tasks: subtasks.mapValues { _ in nil })
        effect.tasks[id] = .some(nil)
        let oldest = trash.sorted {
            ($0.value.deletedAt, $0.key.description) < ($1.value.deletedAt, $1.key.description)
        }
        for (old, trashed) in oldest.prefix(8) where trashed.isOver(at: moment.now) { effect.trash[old] = .some(nil) }
        effect.trash[id] = ShadowTrash(task: task, subtasks: subtasks, deletedAt: moment.now)
        return .effect(effect)
    }

    func predictRestoring(of id: TaskID, at moment: ShadowTask.Moment) -> Prediction {
        guard let trashed = trash[id], !trashed.isOver(at: moment.now) else { return .refused("not_found") }
        var effect = Effect()
        effect.trash[id] = .some(nil)
        var task = trashed.task
        if let parent = task.parent, tasks[parent] == nil || tasks[parent]?.parent != nil { task.parent = nil }
        effect.tasks = trashed.subtasks.mapValues { $0.comingBack(tags, moment) }
        effect.tasks[id] = task.comingBack(tags, moment)
        for name in (task.tags + trashed.subtasks.values.flatMap(\.tags)) where tags[name.lowercased()] == nil {
            // Of names that differ in case only, the first of the task itself counts; subtasks come by identity.
            effect.tags[name.lowercased()] = effect.tags[name.lowercased()] ?? ShadowTag(name: name, colour: "#808080")
        }
        return .effect(effect)
    }

    func predictPurge(of ids: [TaskID]) -> Prediction {
        var effect = Effect()
        for id in ids where trash[id] != nil { effect.trash[id] = .some(nil) }
        return .effect(effect)
    }

    /// What the user expected of trash and saved filters and the system holds otherwise; nil when they agree.
    func disagreement(aboutRecordsOf state: UserState) -> String? {
        let found = Dictionary(state.trash.map { ($0.task.id, $0) }) { first, _ in first }
        guard trash.keys.sorted() == found.keys.sorted() else {
            return "the trash should have \(trash.keys.sorted()) and has \(found.keys.sorted())"
        }
        for id in found.keys.sorted() {
            let fault = found[id].flatMap { trash[id]?.disagreement(with: $0) }
            if let fault { return "deleted task \(id): \(fault)" }
        }
        let expected = filters.values.sorted { $0.key < $1.key }
        return Disagreement.told("saved filters", expected, state.savedFilters)
    }
}

extension ShadowTask {
    /// The task out of the trash: a reminder whose time has passed does not come any more.
    fileprivate func comingBack(_ tags: [String: ShadowUser.ShadowTag], _ moment: Moment) -> ShadowTask {
        var task = self
        task.version += 1
        task.tags = task.tags.map { tags[$0.lowercased()]?.name ?? $0 }
        for index in task.promises.indices where task.promises[index].status == .pending {
            if task.promises[index].offset == nil || task.wall != nil {
                task.promises[index].instant = task.dueInstant(of: task.promises[index], moment)
            }
            if task.promises[index].instant <= moment.now { task.promises[index].withdraw(.passed) }
        }
        return task
    }
}
