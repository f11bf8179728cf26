/// One step of what a change does to a user's state.
public enum Effect: Hashable, Sendable {
    /// The task now is this, new or changed.
    case putTask(TodoTask)
    /// The task is gone.
    case removeTask(TaskID)
    /// The task is gone as if it had never been made: its occurrence may be made anew.
    case withdrawTask(TaskID)
    /// The tag now is this, new or changed.
    case putTag(Tag)
    /// The tag has a new name, in every task that carries it too; those tasks' versions rise by one.
    case renameTag(from: String, to: String)
    /// The tag is gone, from every task that carried it too; those tasks' versions rise by one.
    case removeTag(name: String)
    /// The user's settings now are these.
    case putSettings(UserSettings)
    /// The record now is this, new or changed.
    case putRecord(UserRecord)
    /// The record is gone.
    case removeRecord(UserRecord.ID)
}

extension Effect: Codable {
    private enum CodingKeys: String, CodingKey {
        case operation = "op"
        case task, tag, name, from, to, settings, record
        case recordID = "record_id"
        case taskID = "task_id"
    }

    private enum Operation: String, Codable {
        case putTask = "put_task"
        case removeTask = "remove_task"
        case withdrawTask = "withdraw_task"
        case putTag = "put_tag"
        case renameTag = "rename_tag"
        case removeTag = "remove_tag"
        case putSettings = "put_settings"
        case putRecord = "put_record"
        case removeRecord = "remove_record"
    }

    /// Decodes `{"op": …}` with the operation's own fields.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Operation.self, forKey: .operation) {
        case .putTask: self = .putTask(try container.decode(TodoTask.self, forKey: .task))
        case .removeTask: self = .removeTask(try container.decode(TaskID.self, forKey: .taskID))
        case .withdrawTask: self = .withdrawTask(try container.decode(TaskID.self, forKey: .taskID))
        case .putTag: self = .putTag(try container.decode(Tag.self, forKey: .tag))
        case .renameTag:
            self = .renameTag(
                from: try container.decode(String.self, forKey: .from),
                to: try container.decode(String.self, forKey: .to))
        case .removeTag: self = .removeTag(name: try container.decode(String.self, forKey: .name))
        case .putSettings: self = .putSettings(try container.decode(UserSettings.self, forKey: .settings))
        case .putRecord: self = .putRecord(try container.decode(UserRecord.self, forKey: .record))
        case .removeRecord: self = .removeRecord(try container.decode(UserRecord.ID.self, forKey: .recordID))
        }
    }

    /// Encodes `{"op": …}` with the operation's own fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .putTask(let task):
            try container.encode(Operation.putTask, forKey: .operation)
            try container.encode(task, forKey: .task)
        case .removeTask(let id):
            try container.encode(Operation.removeTask, forKey: .operation)
            try container.encode(id, forKey: .taskID)
        case .withdrawTask(let id):
            try container.encode(Operation.withdrawTask, forKey: .operation)
            try container.encode(id, forKey: .taskID)
        case .putTag(let tag):
            try container.encode(Operation.putTag, forKey: .operation)
            try container.encode(tag, forKey: .tag)
        case .renameTag(let from, let to):
            try container.encode(Operation.renameTag, forKey: .operation)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
        case .removeTag(let name):
            try container.encode(Operation.removeTag, forKey: .operation)
            try container.encode(name, forKey: .name)
        case .putSettings(let settings):
            try container.encode(Operation.putSettings, forKey: .operation)
            try container.encode(settings, forKey: .settings)
        case .putRecord(let record):
            try container.encode(Operation.putRecord, forKey: .operation)
            try container.encode(record, forKey: .record)
        case .removeRecord(let id):
            try container.encode(Operation.removeRecord, forKey: .operation)
            try container.encode(id, forKey: .recordID)
        }
    }
}
