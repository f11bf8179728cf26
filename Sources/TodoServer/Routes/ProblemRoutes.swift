internal import HTTPTypes
internal import Hummingbird

/// Answers the `type` URI of every problem with what the problem means.
struct ProblemRoutes: Sendable {
    func add(to router: Router<TodoRequestContext>) {
        router.resource("/problems/:code", [.get: describe])
    }

    @Sendable private func describe(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        guard let kind = ProblemKind(rawValue: context.parameters.get("code") ?? "") else { throw Problem.nothingHere }
        let text = "\(kind.rawValue)\n\nStatus \(kind.status.code). \(kind.title).\n"
        return .text(text, mediaType: "text/plain; charset=utf-8")
    }
}
