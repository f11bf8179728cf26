/// What takes a user's last change back, kept beside the user's sequence until the user makes another change.
public enum UndoStep: Hashable, Codable, Sendable {
    /// A task becomes what it was; `version` is what the change left, nil where it took the task away, and `before` is
    /// nil where it made the task.
    case task(TaskID, version: Int64?, before: TodoTask?)
    /// A deleted task comes back out of the trash.
    case restore(TaskID)
    /// A restored task goes back to the trash.
    case trash(TaskID, version: Int64)
    /// A tag becomes what it was; `before` is nil where the change made it, `after` where it took it away.
    case tag(before: Tag?, after: Tag?)
    /// Settings become what they were; the version is what the change left.
    case settings(before: UserSettings, version: Int64)
    /// A record becomes what it was: nil for one that is not there.
    case record(UserRecord.ID, before: UserRecord?, after: UserRecord?)
    /// The change cannot be taken back.
    case impossible(Change.Kind)

    /// The task that it is about, if any.
    public var taskID: TaskID? {
        switch self {
        case .task(let id, _, _), .restore(let id), .trash(let id, _): id
        case .tag, .settings, .record, .impossible: nil
        }
    }

    /// The records that it looks at.
    public var recordIDs: [UserRecord.ID] {
        switch self {
        case .restore(let id): [.trashedTask(id)]
        case .record(let id, let before, let after): Array(Set([id] + [before, after].compactMap { $0?.id })).sorted()
        case .task, .trash, .tag, .settings, .impossible: []
        }
    }
}
