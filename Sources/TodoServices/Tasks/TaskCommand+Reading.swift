internal import TodoDomain
internal import TodoPorts

// What a decision looks at.
extension TaskCommand {
    /// What to read of the user before the command is decided.
    func reading(_ context: CommandContext) -> SnapshotRequest {
        var request = SnapshotRequest(userID: context.userID, taskID: taskID)
        request.idempotencyKey = context.idempotencyKey
        request.includesTags = concernsTags
        if concernsSuccessor { request.successorOf = taskID }
        request.includesOccurrences = concernsOccurrences
        switch self {
        case .create(let input): request.look(atParent: input.parentID, of: nil)
        case .update(let id, let input): request.look(atParent: input.parentID, of: id)
        case .delete(let id): request.lookAtDeletion(of: id)
        case .createFilter(let input):
            request.recordIDs = [input.name].compactMap(\.self).map { .savedFilter($0) }
            request.countedRecords = .savedFilter
        case .updateFilter(let name, let input):
            request.recordIDs = [name, input.name].compactMap(\.self).map { .savedFilter($0) }
        case .deleteFilter(let name): request.recordIDs = [.savedFilter(name)]
        case .restore(let id): request.recordIDs = [.trashedTask(id)]
        case .purge(let ids): request.recordIDs = ids.map { .trashedTask($0) }
        case .undoLast: request.includesUndo = true
        case .importTask(let task, _):
            request.uid = task.uid
            request.parentID = task.parentID
        default: break
        }
        return request
    }

    /// What to read in place of `request`, by what that found; the same when it found all that there is to look at.
    func reading(after request: SnapshotRequest, found snapshot: TaskSnapshot) -> SnapshotRequest {
        var further = request
        if case .undoLast = self, let step = snapshot.undo {
            further.taskID = step.taskID
            further.successorOf = step.taskID
            further.includesOccurrences = true
            further.recordIDs = step.recordIDs
            if case .trash(let id, _) = step { further.lookAtDeletion(of: id) }
        }
        for case .trashedTask(let trashed) in snapshot.records where isRestoring {
            further.parentID = trashed.task.parentID
        }
        return further
    }

    private var isRestoring: Bool {
        switch self {
        case .restore, .undoLast: true
        default: false
        }
    }

    private var concernsTags: Bool {
        switch self {
        case .create, .update, .createTag, .updateTag, .deleteTag, .mergeTag, .restore, .undoLast, .importTask: true
        default: false
        }
    }

    private var concernsSuccessor: Bool {
        switch self {
        case .spawnOccurrence, .advanceSeries, .pauseSeries, .resumeSeries, .undo: true
        case .update(_, let input): input.scope != nil
        default: false
        }
    }

    private var concernsOccurrences: Bool {
        switch self {
        case .spawnOccurrence, .advanceSeries: true
        case .update(_, let input): input.due != DueUpdate() || input.rule != .keep
        default: false
        }
    }
}

extension SnapshotRequest {
    fileprivate mutating func look(atParent update: FieldUpdate<TaskID?>, of id: TaskID?) {
        guard case .set(let parent?) = update else { return }
        parentID = parent
        subtasksOf = [parent, id].compactMap(\.self)
    }

    fileprivate mutating func lookAtDeletion(of id: TaskID) {
        subtasksOf = [id]
        countedRecords = .trashedTask
    }
}
