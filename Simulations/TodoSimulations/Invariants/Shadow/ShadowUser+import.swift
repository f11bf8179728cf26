internal import CivilTime
internal import TodoDomain

extension ShadowUser {
    /// What the user expects of a task out of a file: it is there as the file has it, once.
    func importing(_ task: TodoTask, at moment: ShadowTask.Moment) -> Prediction {
        guard !tasks.values.contains(where: { $0.uid == task.uid }) else { return .effect(Effect()) }
        var effect = Effect()
        var made = ShadowTask(filed: task, at: moment)
        for name in made.tags where tags[name.lowercased()] == nil {
            effect.tags[name.lowercased()] = ShadowTag(name: name, colour: "#808080")
        }
        made.tags = made.tags.map { tags[$0.lowercased()]?.name ?? $0 }
        made.promiseBySettings(since: ShadowTask(version: 0), moment)
        effect.tasks[task.id] = made
        return .effect(effect)
    }
}

extension ShadowTask {
    /// The task as its file has it, without promises that nobody can keep any more.
    fileprivate init(filed task: TodoTask, at moment: Moment) {
        self.init()
        title = task.title
        details = task.description
        priority = task.priority
        isDone = task.isCompleted
        wall = task.due?.wall
        zone = task.due?.zoneName
        isAllDay = task.due?.isAllDay ?? false
        rule = task.series?.rule
        countedFrom = task.series?.anchor
        follows = task.series?.predecessorID
        tags = task.tags
        version = task.version
        uid = task.uid
        if let series = task.series {
            place.first = series.id
            place.reading = series.occurrence
            place.settings = series.settings
            place.number = series.number
        }
        promises = task.reminders.map { reminder in
            var promise = Promise(instant: reminder.remindAt, offset: reminder.offset)
            if task.isCompleted {
                promise.status = .cancelled
                promise.because = .taskCompleted
            } else if reminder.remindAt <= moment.now {
                promise.status = .cancelled
                promise.because = .passed
            }
            return promise
        }
    }
}
