internal import CivilTime
internal import TodoDomain
internal import TodoServices

/// A command as it comes over a socket: what REST takes in method, path, headers and body, in one object.
struct SocketCommand: Equatable {
    /// What to do.
    let command: TaskCommand
    /// Version that the task must have, as `If-Match` says it.
    let expectedVersion: Int64?
    /// Where it comes from, as `X-Source-Client` says it.
    let sourceClient: TaskUpdate.SourceClient

    /// The words for commands.
    enum Name: String, CaseIterable {
        case create, update, replace, toggle, delete, skip, undo
        case pauseSeries = "pause_series"
        case resumeSeries = "resume_series"
        case addReminder = "add_reminder"
        case removeReminder = "remove_reminder"
        case snoozeReminder = "snooze_reminder"
        case createTag = "create_tag"
        case updateTag = "update_tag"
        case deleteTag = "delete_tag"
        case mergeTag = "merge_tag"
        case createFilter = "create_filter"
        case updateFilter = "update_filter"
        case deleteFilter = "delete_filter"
        case restore, purge
        case undoLast = "undo_last"
        case changeSettings = "change_settings"
    }

    /// Reads the members of a message; throws a `Problem` that names all that is wrong.
    init(_ message: JSONValue, zones: any ZoneDatabase) throws(Problem) {
        var fields = CommandFields(message, zones: zones)
        command = try fields.command()
        expectedVersion = fields.expectedVersion
        sourceClient = fields.sourceClient
    }
}

/// Takes the members of a command's message one by one.
private struct CommandFields {
    private var reader: JSONObjectReader
    private let zones: any ZoneDatabase
    private(set) var expectedVersion: Int64?
    private(set) var sourceClient = TaskUpdate.SourceClient.api

    init(_ message: JSONValue, zones: any ZoneDatabase) {
        reader = JSONObjectReader(message)
        self.zones = zones
        _ = reader.member("type")
        _ = reader.member("mutation_id")
    }

    mutating func command() throws(Problem) -> TaskCommand {
        let name: SocketCommand.Name? = choice("command", isRequired: true)
        expectedVersion = identity("expected_version", isRequired: false)
        sourceClient = choice("source_client", isRequired: false) ?? .api
        guard let name else {
            // What the other members should be depends on the command.
            throw Problem.invalid(reader.faults)
        }
        return try command(name)
    }

    private mutating func command(_ name: SocketCommand.Name) throws(Problem) -> TaskCommand {
        switch name {
        case .create: return .create(try input(of: name))
        case .update, .replace: return try update(name)
        case .toggle: return .toggle(try onlyTask())
        case .delete: return .delete(try onlyTask())
        case .skip: return .skip(try onlyTask())
        case .undo: return .undo(try onlyTask())
        case .pauseSeries: return .pauseSeries(try onlyTask())
        case .resumeSeries: return .resumeSeries(try onlyTask())
        case .addReminder, .removeReminder, .snoozeReminder: return try reminder(name)
        case .createTag, .updateTag, .deleteTag, .mergeTag: return try tag(name)
        case .createFilter, .updateFilter, .deleteFilter: return try filter(name)
        case .restore: return .restore(try onlyTask())
        case .purge: return .purge([try onlyTask()])
        case .undoLast:
            try reader.finish()
            return .undoLast
        case .changeSettings:
            let json = try finish(with: requiredInput())
            return .changeSettings(
                try CommandFields.read { () throws(ValidationFailure) in try SettingsInput(json: json, zones: zones) })
        }
    }

    private mutating func update(_ name: SocketCommand.Name) throws(Problem) -> TaskCommand {
        let id = identity("task_id", isRequired: true)
        let scope: EditScope? = name == .update ? choice("scope", isRequired: false) : nil
        var input = try input(of: name)
        input.scope = scope
        return .update(TaskID(id ?? 0), input)
    }

    private mutating func input(of name: SocketCommand.Name) throws(Problem) -> TaskInput {
        let json = try finish(with: requiredInput())
        let mode: TaskInput.Mode =
            switch name {
            case .create: .create
            case .replace: .replace
            default: .patch
            }
        return try CommandFields.read { () throws(ValidationFailure) in
            try TaskInput(json: json, mode: mode, zones: zones)
        }
    }

    private mutating func reminder(_ name: SocketCommand.Name) throws(Problem) -> TaskCommand {
        let task = TaskID(identity("task_id", isRequired: true) ?? 0)
        guard name != .addReminder else {
            let json = try finish(with: requiredInput())
            return .addReminder(
                task, try CommandFields.read { () throws(ValidationFailure) in try ReminderInput(json: json) })
        }
        let reminder = ReminderID(identity("reminder_id", isRequired: true) ?? 0)
        guard name == .snoozeReminder else {
            try reader.finish()
            return .removeReminder(task, reminder)
        }
        let json = try finish(with: requiredInput())
        return .snoozeReminder(
            task, reminder,
            try CommandFields.read { () throws(ValidationFailure) in try SnoozeInput(json: json, zones: zones) })
    }

    private mutating func tag(_ name: SocketCommand.Name) throws(Problem) -> TaskCommand {
        let tag = name == .createTag ? nil : reader.requiredString("tag")
        guard name != .deleteTag else {
            try reader.finish()
            return .deleteTag(name: tag ?? "")
        }
        let json = try finish(with: requiredInput())
        guard name != .mergeTag else {
            var input = JSONObjectReader(json, at: "/input")
            let other = input.requiredString("into")
            try input.finish()
            return .mergeTag(name: tag ?? "", into: other ?? "")
        }
        let input = try CommandFields.read { () throws(ValidationFailure) in
            try TagInput(json: json, requiresName: name == .createTag)
        }
        return name == .createTag ? .createTag(input) : .updateTag(name: tag ?? "", input)
    }

    private mutating func filter(_ name: SocketCommand.Name) throws(Problem) -> TaskCommand {
        let filter = name == .createFilter ? nil : reader.requiredString("filter")
        guard name != .deleteFilter else {
            try reader.finish()
            return .deleteFilter(name: filter ?? "")
        }
        let json = try finish(with: requiredInput())
        let input = try CommandFields.read { () throws(ValidationFailure) in
            try SavedFilterInput(json: json, isNew: name == .createFilter)
        }
        return name == .createFilter ? .createFilter(input) : .updateFilter(name: filter ?? "", input)
    }

    private mutating func onlyTask() throws(Problem) -> TaskID {
        let id = identity("task_id", isRequired: true)
        try reader.finish()
        return TaskID(id ?? 0)
    }

    private mutating func requiredInput() -> JSONValue? {
        let input = reader.member("input")
        if input == nil { reader.fault("input", "missing", "an object with the fields is required") }
        return input
    }

    private mutating func finish(with input: JSONValue?) throws(Problem) -> JSONValue {
        try reader.finish()
        return input ?? .null
    }

    private mutating func identity(_ name: String, isRequired: Bool) -> Int64? {
        let faultsBefore = reader.faults.count
        guard let number = reader.integer(name) else {
            guard isRequired, reader.faults.count == faultsBefore else { return nil }
            reader.fault(name, "missing", "a whole number from 1 is required")
            return nil
        }
        if number < 1 { reader.fault(name, "invalid", "expected a whole number from 1") }
        return number
    }

    private mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, isRequired: Bool
    ) -> Value? where Value.RawValue == String {
        guard let text = isRequired ? reader.requiredString(name) : reader.string(name) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        reader.fault(name, "invalid", "'\(text.prefix(40))' is none of \(known)")
        return nil
    }

    /// Reads the input; what is wrong in it is told by its place in the message.
    private static func read<Input>(_ body: () throws(ValidationFailure) -> Input) throws(Problem) -> Input {
        do {
            return try body()
        } catch {
            var problem = Problem(error)
            for index in problem.faults.indices {
                problem.faults[index].pointer = "/input" + problem.faults[index].pointer
            }
            throw problem
        }
    }
}
