internal import CivilTime
internal import ServicePorts
internal import TodoDomain

extension JSONWriter {
    /// Writes a task as `TaskDocument` encodes it, byte for byte: what most answers consist of.
    mutating func write(_ task: TaskDocument) throws {
        write(raw: #"{"completed":"#)
        write(task.completed)
        write(raw: #","created_at":"#)
        write(task.createdAt)
        write(raw: #","description":"#)
        write(task.description)
        write(raw: #","due_date":"#)
        write(task.dueDate)
        write(raw: #","id":"#)
        write(task.id.rawValue)
        write(raw: #","next_occurrence":"#)
        write(task.nextOccurrence)
        if let parent = task.parentID {
            write(raw: #","parent_id":"#)
            write(parent.rawValue)
        }
        write(raw: #","priority":"#)
        write(task.priority.rawValue)
        write(raw: #","recurring_pattern":"#)
        write(task.recurringPattern)
        write(raw: #","reminder_at":"#)
        if let instant = task.reminderAt { write(instant) } else { write(raw: "null") }
        if let series = task.series {
            write(raw: #","series":"#)
            write(raw: try JSONCodec.encode(series))
        }
        write(raw: #","tags":"#)
        write(task.tags)
        write(raw: #","time_zone":"#)
        write(task.timeZone)
        write(raw: #","title":"#)
        write(task.title)
        write(raw: #","updated_at":"#)
        write(task.updatedAt)
        write(raw: #","user_id":"#)
        write(task.userID.rawValue)
        write(raw: #","version":"#)
        write(task.version)
        write(raw: "}")
    }

    /// Writes tasks as a list.
    mutating func write(_ tasks: [TodoTask]) throws {
        write(raw: "[")
        for (place, task) in tasks.enumerated() {
            if place > 0 { write(raw: ",") }
            try write(TaskDocument(task))
        }
        write(raw: "]")
    }
}
