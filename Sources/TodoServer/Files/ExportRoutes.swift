internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts
internal import TodoDomain
internal import TodoFormats
internal import TodoPorts
internal import TodoServices

/// What a user can take along: a complete export, a calendar, and all that is known of the user.
struct ExportRoutes: Sendable {
    let files: FileSurface
    let zones: any ZoneDatabase
    let clock: any WallClock
    let admission: FileAdmission

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("export", [.get: export])
        group.resource("export.ics", [.get: calendar])
        group.resource("data", [.get: data])
    }

    @Sendable private func export(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await lines(request, context, name: "todo-export", withAccount: false)
    }

    @Sendable private func data(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await lines(request, context, name: "todo-data", withAccount: true)
    }

    @Sendable private func calendar(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireUser()
        let bytes = try await admission.run {
            try await CalendarOfTasks(tasks: files.tasks, zones: zones).file(of: user)
        }
        return Response(
            status: .ok,
            headers: attachment("todo.ics", type: CalendarOfTasks.mediaType),
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func lines(
        _ request: Request, _ context: TodoRequestContext, name: String, withAccount: Bool
    ) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireUser()
        // Read before the answer begins, so that a store that does not answer is told by its status.
        let lines = try await admission.run { try await stream(of: user, withAccount: withAccount) }
        let date = CivilDateTime(millisecondsSinceEpoch: lines.time.millisecondsSinceEpoch).date.iso8601
        return Response(
            status: .ok, headers: attachment("\(name)-\(date).jsonl", type: "application/x-ndjson"),
            body: ResponseBody { writer in
                try await lines.write(to: &writer)
                try await writer.finish(nil)
            })
    }

    private func stream(of user: UserID, withAccount: Bool) async throws -> ExportStream {
        let account = withAccount ? try await files.users.account(of: user) : nil
        return ExportStream(
            user: user, state: try await files.tasks.state(of: user),
            epoch: try await files.tasks.position(of: user).epoch, time: clock.now(),
            account: withAccount
                ? ExportedAccount(userID: user, email: account?.email, createdAt: account?.createdAt) : nil,
            webhooks: withAccount ? try await files.webhooks.webhooks(of: user).map(ExportedWebhook.init) : [],
            audit: withAccount ? files.audit : nil)
    }

    private func attachment(_ name: String, type: String) -> HTTPFields {
        [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
        ]
    }
}

/// The lines of an export, sent as they are made.
private struct ExportStream: Sendable {
    let user: UserID
    let state: UserState
    let epoch: String
    let time: Timestamp
    let account: ExportedAccount?
    let webhooks: [ExportedWebhook]
    let audit: AuditService?

    /// Bytes that are gathered before they are sent.
    private static let chunkBytes = 32 * 1_024
    private static let auditPage = 200

    @concurrent func write(to body: inout any ResponseBodyWriter) async throws {
        var writer = ExportWriter()
        var buffer = ByteBuffer(bytes: try writer.header(at: time))
        if let account { buffer.writeBytes(try writer.line(account)) }
        for webhook in webhooks { buffer.writeBytes(try writer.line(webhook)) }
        buffer.writeBytes(try writer.line(state.settings))
        for tag in state.orderedTags { buffer.writeBytes(try writer.line(tag)) }
        for filter in state.savedFilters { buffer.writeBytes(try writer.line(filter)) }
        for task in ExportedTasks(state, epoch: epoch) {
            buffer.writeBytes(try writer.line(task))
            try await flush(&buffer, to: &body, atLeast: ExportStream.chunkBytes)
        }
        try await writeTrail(&writer, &buffer, to: &body)
        buffer.writeBytes(try writer.trailer())
        try await flush(&buffer, to: &body, atLeast: 1)
    }

    @concurrent private func writeTrail(
        _ writer: inout ExportWriter, _ buffer: inout ByteBuffer, to body: inout any ResponseBodyWriter
    ) async throws {
        guard let audit else { return }
        var last: Int64 = 0
        while true {
            let page = try await audit.entries(of: user, after: last, limit: ExportStream.auditPage)
            for entry in page {
                buffer.writeBytes(try writer.line(entry))
                try await flush(&buffer, to: &body, atLeast: ExportStream.chunkBytes)
            }
            guard page.count == ExportStream.auditPage, let end = page.last else { return }
            last = end.sequence
        }
    }

    @concurrent private func flush(
        _ buffer: inout ByteBuffer, to body: inout any ResponseBodyWriter, atLeast count: Int
    ) async throws {
        guard buffer.readableBytes >= count else { return }
        try await body.write(buffer)
        buffer = ByteBuffer()
    }
}
