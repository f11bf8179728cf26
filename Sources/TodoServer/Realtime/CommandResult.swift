internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// What a command that was carried out answers over a socket: the body of REST's answer, or null where it has none.
enum CommandResult {
    /// The result of a command as JSON; throws what encoding throws, or a `Problem` when the outcome lacks it.
    static func json(of command: TaskCommand, _ outcome: CommandOutcome) throws -> JSONValue {
        switch command {
        case .delete, .removeReminder, .deleteTag, .deleteFilter, .purge: .null
        case .createFilter, .updateFilter: try json(try required(outcome.savedFilter))
        case .undoLast: try json(UndoneDocument(outcome))
        case .createTag, .updateTag, .mergeTag: try json(try required(outcome.tag))
        case .changeSettings: try json(try required(outcome.settings))
        case .addReminder(let id, _), .snoozeReminder(let id, _, _):
            try json(ReminderDocument(try required(outcome.reminder), of: id))
        default: try json(TaskDocument(try required(outcome.task)))
        }
    }

    private static func required<Value>(_ value: Value?) throws(Problem) -> Value {
        guard let value else { throw .unforeseen }
        return value
    }

    private static func json(_ value: some Encodable) throws -> JSONValue {
        try JSONReader.read(try JSONCodec.encode(value))
    }
}
