internal import HTTPTypes
internal import Hummingbird
internal import TodoPorts
internal import TodoServices

/// How many connections a user has, for those who ask rather than listen.
struct PresenceRoutes: Sendable {
    let realtime: RealtimeService

    /// What is answered.
    private struct Document: Encodable {
        let connections: Int
    }

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("presence", [.get: read])
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let connections = await realtime.connectionCount(of: try context.requireUser())
        return try .json(Document(connections: connections), headers: [.cacheControl: "no-store"])
    }
}
