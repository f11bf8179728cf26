public import ServicePorts
public import TodoDomain

/// An update that is handed on as it came: its JSON was looked at, but not taken apart.
public struct PassedUpdate: Sendable {
    /// Whose update it is.
    public let userID: UserID
    /// Position in the user's stream.
    public let sequence: Int64
    /// The history in which the sequence counts; nil where the update does not say.
    public let epoch: String?
    /// JSON of what is shown: the update, or the reminder that fired.
    let data: [UInt8]
    /// JSON of the changes that come with a reminder that fired; nil for other updates.
    let changes: [UInt8]?

    /// The update that the reader has just taken by `TaskUpdateShape.event`; nil when the event contradicts itself
    /// about whose it is.
    public init?(_ reader: JSONShapeReader) {
        guard PassedUpdate.isOfOne(reader), let sequence = Int64(reader.text(at: CloudEventShape.sequence)) else {
            return nil
        }
        userID = UserID(reader.text(at: TaskUpdateShape.user))
        self.sequence = sequence
        epoch = reader[TaskUpdateShape.epoch].isEmpty ? nil : reader.text(at: TaskUpdateShape.epoch)
        if reader[TaskUpdateShape.notification].isEmpty {
            guard let bare = PassedUpdate.dataWithoutEpoch(reader) else { return nil }
            data = bare
            changes = nil
        } else {
            data = Array(reader.slice(at: TaskUpdateShape.notification))
            changes = Array(reader.slice(at: TaskUpdateShape.changes))
        }
    }

    /// The payload as other events have it: the position names the history already; nil where it is written otherwise
    /// than here.
    private static func dataWithoutEpoch(_ reader: JSONShapeReader) -> [UInt8]? {
        var data = Array(reader.slice(at: CloudEventShape.data))
        let (whole, value) = (reader[CloudEventShape.data], reader[TaskUpdateShape.epoch])
        guard !value.isEmpty else { return data }
        let name = Array("\"epoch\":".utf8)
        let (start, end) = (value.lowerBound - whole.lowerBound - name.count, value.upperBound - whole.lowerBound)
        guard start > 0, end < data.count, data[start..<(start + name.count)].elementsEqual(name),
            data[end] == UInt8(ascii: ",")
        else { return nil }
        data.removeSubrange(start...end)
        return data
    }

    /// True when key, payload and task name one user, and subject and payload one task.
    private static func isOfOne(_ reader: JSONShapeReader) -> Bool {
        let user = reader.slice(at: TaskUpdateShape.user)
        guard user.elementsEqual(reader.slice(at: CloudEventShape.partitionKey)) else { return false }
        let owner = reader.slice(at: TaskUpdateShape.owner)
        guard owner.isEmpty || owner.elementsEqual(user) else { return false }
        let subject = reader.slice(at: CloudEventShape.subject)
        guard subject.first == UInt8(ascii: "\"") else { return true }
        return subject.dropFirst().dropLast().elementsEqual(reader.slice(at: TaskUpdateShape.task))
    }
}

extension TaskUpdate {
    /// True when everything in it is of the user whose it says it is.
    public var isOfOneUser: Bool {
        let trashed = (changes.trashed ?? []).flatMap { [$0.task] + $0.subtasks }
        let tasks = [changes.task].compactMap(\.self) + (changes.otherTasks ?? []).map(\.task) + trashed
        return tasks.allSatisfy { $0.userID == userID }
    }
}
