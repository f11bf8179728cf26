internal import CivilTime
internal import ServicePorts
internal import TodoDomain
public import TodoFormats
internal import TodoPorts

/// Brings what a file holds to a user's tasks: item by item, each one commit, so that one bad item costs no other.
///
/// The same file a second time does nothing: tasks are known again by their identity in files, also when the first time
/// ended halfway.
public struct TaskImporter: Sendable {
    /// How a file is imported.
    public struct Options: Hashable, Sendable {
        /// True for a complete export, whose tasks come back as they were.
        public var isRestoration: Bool
        /// True to tell what would be, and to do nothing.
        public var isDryRun: Bool

        /// Options with the given values.
        public init(isRestoration: Bool = false, isDryRun: Bool = false) {
            self.isRestoration = isRestoration
            self.isDryRun = isDryRun
        }
    }

    private let tasks: TaskService

    /// Times that an item is tried while the store does not answer or others commit first.
    private static let mostAttempts = 5

    /// An importer through that service, which alone writes tasks.
    public init(_ tasks: TaskService) {
        self.tasks = tasks
    }

    /// Imports the file for the context's user; throws `TaskRefusal` when the store does not answer, after which the
    /// same file can be sent again.
    public func run(
        _ file: ImportedFile, _ context: CommandContext, _ options: Options = .init()
    ) async throws(TaskRefusal) -> ImportReport {
        let state = try await tasks.state(of: context.userID)
        let epoch = try await tasks.position(of: context.userID).epoch
        var plan = ImportPlan(file, into: state, epoch: epoch)
        if !options.isDryRun, !plan.missing.isEmpty {
            plan.assign(from: try await tasks.reserveTaskIDs(count: plan.missing.count))
        }
        var context = context
        context.idempotencyKey = nil
        context.expectedVersion = nil
        var run = ImportRun(
            report: ImportReport(file, isDryRun: options.isDryRun), plan: plan, state: state, context: context,
            options: options)
        for item in file.items where !item.isPart { try await take(item, &run) }
        for item in file.items where item.isPart { try await take(item, &run) }
        run.report.items.sort { $0.line < $1.line }
        run.report.shorten()
        return run.report
    }

    private func take(_ item: ImportedItem, _ run: inout ImportRun) async throws(TaskRefusal) {
        switch item.content {
        case .failure(let failure): run.report.add(item, .refused, nil, failure.faults)
        case .success(.settings(let settings)):
            let isNew = run.state.settings.version == 0 && settings != run.state.settings
            if let fault = zoneFault(settings.timeZone, item) { return run.report.add(item, .refused, nil, [fault]) }
            try await take(item, isNew, .importSettings(settings), nil, &run)
        case .success(.tag(let tag)):
            let isNew = run.state.tags[tag.key] == nil
            try await take(item, isNew, .createTag(TagInput(name: tag.name, colour: tag.colour)), nil, &run)
        case .success(.savedFilter(let filter)):
            let isNew = run.state.records[.savedFilter(filter.name)] == nil
            let input = SavedFilterInput(
                name: filter.name, filter: filter.filter, sort: filter.sort, order: filter.order)
            try await take(item, isNew, .createFilter(input), nil, &run)
        case .success(.task(let task, let parentUID)):
            if let there = run.plan.there(task.uid) { return run.report.add(item, .unchanged, there, []) }
            let names = [task.due?.zoneName, task.series?.template?.due?.zoneName]
            if let fault = names.lazy.compactMap({ zoneFault($0, item) }).first {
                return run.report.add(item, .refused, nil, [fault])
            }
            var item = item
            let placed = run.plan.placed(task)
            if parentUID != nil, placed.parentID == nil || placed.series != nil {
                item.notes.append("it is part of another task there, and a task of its own here")
            }
            let command = TaskCommand.importTask(placed, isRestored: run.options.isRestoration)
            try await take(item, true, command, placed.id, &run)
        }
    }

    private func zoneFault(_ name: String?, _ item: ImportedItem) -> FormatFault? {
        guard let name, !tasks.knowsZone(name) else { return nil }
        return FormatFault(line: item.line, "'\(name.prefix(60))' is no IANA time zone; an example is Asia/Karachi")
    }

    private func take(
        _ item: ImportedItem, _ isNew: Bool, _ command: TaskCommand, _ taskID: TaskID?, _ run: inout ImportRun
    ) async throws(TaskRefusal) {
        guard isNew else { return run.report.add(item, .unchanged, taskID, []) }
        if run.options.isDryRun { return run.report.add(item, .imported, nil, []) }
        do {
            let isTaken = try await perform(command, run.context)
            run.report.add(item, isTaken ? .imported : .unchanged, isTaken ? taskID : nil, [])
        } catch .tagExists {
            run.report.add(item, .unchanged, nil, [])
        } catch .invalid(let failure) {
            run.report.add(
                item, .refused, nil, failure.faults.map { FormatFault(line: item.line, "\($0.pointer): \($0.message)") }
            )
        } catch .conflict(let reason) {
            run.report.add(item, .refused, nil, [FormatFault(line: item.line, reason)])
        }
    }

    /// True when the command changed something; one of unknown outcome is asked again, which finds what it left.
    private func perform(_ command: TaskCommand, _ context: CommandContext) async throws(TaskRefusal) -> Bool {
        var wasAmbiguous = false
        for attempt in 1...TaskImporter.mostAttempts {
            do {
                let outcome = try await tasks.perform(command, context)
                return outcome.sequence != nil || wasAmbiguous
            } catch .outcomeUnknown(let reason) {
                wasAmbiguous = true
                if attempt == TaskImporter.mostAttempts { throw .outcomeUnknown(reason) }
            } catch .busy {
                if attempt == TaskImporter.mostAttempts { throw .busy }
            } catch .unavailable(let reason) {
                if attempt == TaskImporter.mostAttempts { throw .unavailable(reason) }
            }
        }
        return false
    }
}

/// An import under way.
private struct ImportRun {
    var report: ImportReport
    var plan: ImportPlan
    let state: UserState
    let context: CommandContext
    let options: TaskImporter.Options
}
