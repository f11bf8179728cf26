internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of a user's settings.
struct SettingsRoutes: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("settings", [.get: read, .patch: change])
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let settings = try await tasks.settings(of: try context.requireUser())
        guard !request.alreadyHas(version: settings.version) else {
            return Response(status: .notModified, headers: [.eTag: SettingsRoutes.entityTag(settings)])
        }
        return try answer(settings)
    }

    @Sendable private func change(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let input = try input(in: try await request.json())
        let outcome = try await tasks.perform(.changeSettings(input), try CommandContext(request, context))
        guard let settings = outcome.settings else { throw Problem.unforeseen }
        return try answer(settings)
    }

    // Apart from the handler, as Swift 6.3's optimiser crashes on the whole.
    @inline(never)
    private func input(in json: JSONValue) throws -> SettingsInput { try SettingsInput(json: json, zones: zones) }

    private func answer(_ settings: UserSettings) throws -> Response {
        try .json(settings, headers: [.eTag: SettingsRoutes.entityTag(settings)])
    }

    private static func entityTag(_ settings: UserSettings) -> String { "\"\(settings.version)\"" }
}
