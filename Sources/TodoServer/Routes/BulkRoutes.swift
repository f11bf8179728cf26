internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Many commands in one request, each with a result of its own.
struct BulkRoutes: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tasks/bulk", [.post: perform])
    }

    /// Carries the operations out one after the other; one that is refused stops no other.
    @Sendable private func perform(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let operations = try BulkOperation.all(in: try await request.json())
        let whole = try CommandContext(request, context)
        guard whole.expectedVersion == nil else {
            throw Problem(.malformedRequest, "If-Match is for one task; give an operation a version instead")
        }
        var results: [BulkResult] = []
        for (index, operation) in operations.enumerated() {
            var own = whole
            own.idempotencyKey = whole.idempotencyKey.map { "\($0)#\(index)" }
            own.expectedVersion = operation.version
            do {
                let outcome = try await tasks.perform(try operation.command(zones: zones), own)
                results.append(BulkResult(index, operation, outcome))
            } catch {
                results.append(BulkResult(index, Problem(refusing: error), request, context))
            }
        }
        return try .json(BulkAnswer(results: results))
    }
}

private struct BulkAnswer: Encodable {
    let results: [BulkResult]
}

/// What became of one operation: what a request for it alone would have been answered with.
private struct BulkResult: Encodable {
    let index: Int
    let status: Int
    let task: TaskDocument?
    let problem: ProblemDocument?

    init(_ index: Int, _ operation: BulkOperation, _ outcome: CommandOutcome) {
        self.index = index
        status = operation.successStatus.code
        task = operation.action == .delete ? nil : outcome.task.map(TaskDocument.init)
        problem = nil
    }

    init(_ index: Int, _ problem: Problem, _ request: Request, _ context: TodoRequestContext) {
        self.index = index
        status = problem.kind.status.code
        task = nil
        self.problem = ProblemDocument(
            problem, instance: "\(request.uri.path)#/operations/\(index)", correlationID: context.correlationID)
    }
}
