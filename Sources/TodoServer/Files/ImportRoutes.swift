internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts
internal import TodoDomain
internal import TodoFormats
internal import TodoServices

/// Takes files in: a complete export, a calendar, or a table of Todoist's.
struct ImportRoutes: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase
    let clock: any WallClock
    let admission: FileAdmission

    /// What a file can be, by its media type.
    private enum Format: String {
        case export = "application/x-ndjson"
        case calendar = "text/calendar"
        case table = "text/csv"
    }

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("import", [.post: take])
    }

    @Sendable private func take(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["dry_run", "incomplete"])
        let isDryRun = try parameters.flag("dry_run")
        let takesIncomplete = try parameters.flag("incomplete")
        let format = try format(of: request)
        let command = try CommandContext(request, context)
        return try await admission.run {
            let bytes = try await body(of: request)
            let file = try await read(bytes, format, of: command.userID)
            try require(file, format, takesIncomplete: takesIncomplete)
            let options = TaskImporter.Options(isRestoration: format == .export, isDryRun: isDryRun)
            return try Response.json(try await TaskImporter(tasks).run(file, command, options))
        }
    }

    private func format(of request: Request) throws(Problem) -> Format {
        let given = request.headers[.contentType] ?? ""
        let type = given.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
        if let format = Format(rawValue: type) { return format }
        throw Problem(
            .unsupportedMediaType,
            "Content-Type is '\(given.prefix(80))'; expected application/x-ndjson for a complete export,"
                + " text/calendar for iCalendar, or text/csv for a table of Todoist's")
    }

    private func body(of request: Request) async throws -> [UInt8] {
        let tooLarge = Problem(.bodyTooLarge, "a file for import has at most \(ImportLimits.mostBytes) bytes")
        let length = request.headers[.contentLength].flatMap { Int($0) }
        guard length ?? 0 <= ImportLimits.mostBytes else { throw tooLarge }
        RequestProgress.current?.stage = .reading
        defer { RequestProgress.current?.stage = .answering }
        do {
            return Array(buffer: try await request.body.collect(upTo: ImportLimits.mostBytes))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    private func read(_ bytes: [UInt8], _ format: Format, of user: UserID) async throws -> ImportedFile {
        let now = clock.now()
        let settings = try await tasks.settings(of: user)
        return try await FileAdmission.besideRequests { [zones] in
            switch format {
            case .export: ExportReading.file(bytes)
            case .calendar: CalendarReading.file(bytes, zones: zones, now: now)
            case .table: TodoistReading.file(bytes, settings: settings, zones: zones, now: now)
            }
        }
    }

    /// Throws a `Problem` for a file of another format, and for a complete export that is not complete, unless the user
    /// wants what there is of it.
    private func require(_ file: ImportedFile, _ format: Format, takesIncomplete: Bool) throws(Problem) {
        guard !file.faults.isEmpty, file.items.isEmpty || format == .export && !takesIncomplete else { return }
        let faults = file.faults.prefix(100).map {
            Problem.Fault(pointer: "", code: "line_\($0.line)", detail: "line \($0.line): \($0.message)")
        }
        let way = format == .export && !file.items.isEmpty ? "; incomplete=true takes what there is" : ""
        throw Problem(.invalid, "the file was not taken: \(file.faults[0].message)\(way)", faults: Array(faults))
    }
}

extension QueryParameters {
    /// A parameter that is true or false, and false when it is not there; throws a `Problem` for anything else.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        case let value?:
            throw Problem(.invalidParameter, "'\(name)' is '\(value.prefix(40))'; expected true or false")
        }
    }
}
