public import CivilTime
public import TodoDomain
public import TodoPorts

/// The pure rule of every command: a snapshot and a command in, a change and an answer out.
public struct TaskDecision: Sendable, Equatable {
    /// What to commit; nil when nothing needs to change.
    public var change: ProposedChange?
    /// What to answer.
    public var outcome: CommandOutcome

    /// A decision that changes nothing.
    static func unchanged(_ outcome: CommandOutcome) -> TaskDecision {
        TaskDecision(change: nil, outcome: outcome)
    }
}

/// A change before it has its place in the user's sequence.
public struct ProposedChange: Sendable, Equatable {
    /// What the edit is.
    public var kind: Change.Kind
    /// The task before the change, nil when it is new or none is concerned.
    public var before: TodoTask?
    /// The task after the change, nil when it is gone or none is concerned.
    public var after: TodoTask?
    /// The reminder that the change is about.
    public var reminder: Reminder?
    /// Another task, which the change takes away.
    public var withdrawn: TodoTask?
    /// What it does to further tasks.
    public var alongside: [TaskTransition] = []
    /// What it does to the user's state.
    public var effects: [Effect] = []
    /// What takes the change back, if its user makes it.
    public var undo: UndoStep?

    /// What a change would be that so far does nothing.
    init(kind: Change.Kind, before: TodoTask?, after: TodoTask?) {
        self.kind = kind
        self.before = before
        self.after = after
    }
}

/// A task before a change and after it; nil where it is not there.
public struct TaskTransition: Sendable, Equatable {
    /// The task before.
    public var before: TodoTask?
    /// The task after.
    public var after: TodoTask?
}

/// What a decision may look at beside the snapshot.
public struct DecisionInputs: Sendable {
    /// The instant of the decision.
    public var now: Timestamp
    /// Zones for turning due dates into instants.
    public var zones: any ZoneDatabase
    /// Identity for a task that the decision may make.
    public var newTaskID: TaskID
    /// Identities for reminders that the decision may make.
    public var newReminderIDs: [ReminderID]
}
