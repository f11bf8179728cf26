public import CivilTime

extension TaskInput {
    /// How an input is meant.
    public enum Mode: Sendable {
        /// A new task: the title must be there, other fields have defaults.
        case create
        /// A whole task in place of the old: absent fields get their defaults, read-only fields are passed over.
        case replace
        /// Some fields: absent ones keep their values.
        case patch
    }

    /// Fields of a task document that only the server sets; a replacement may repeat them, to no effect.
    public static let readOnlyFields: Set<String> = [
        "id", "user_id", "next_occurrence", "series", "version", "created_at", "updated_at",
    ]

    /// Reads a JSON object; throws `ValidationFailure` with every fault and its JSON pointer.
    public init(json: JSONValue, mode: Mode, zones: some ZoneDatabase) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        self.init()
        title = reader.title(isRequired: mode != .patch)
        description = reader.taskDescription()
        priority = reader.priority()
        due = reader.due(zones: zones)
        (rule, series) = reader.recurrenceFields()
        parentID = reader.taskID("parent_id")
        tags = reader.tagNames()
        reminderAt = reader.instant("reminder_at")
        completed = reader.boolean("completed")
        try reader.finish(ignoring: mode == .replace ? TaskInput.readOnlyFields : [])
        if mode == .replace { fillDefaults() }
    }

    private mutating func fillDefaults() {
        func filled<Value>(_ update: FieldUpdate<Value>, _ fallback: Value) -> FieldUpdate<Value> {
            .set(update.applied(to: fallback))
        }
        description = filled(description, "")
        priority = filled(priority, .medium)
        due.text = filled(due.text, nil)
        due.zoneName = filled(due.zoneName, nil)
        rule = filled(rule, nil)
        parentID = filled(parentID, nil)
        tags = filled(tags, [])
        reminderAt = filled(reminderAt, nil)
        completed = filled(completed, false)
    }
}
