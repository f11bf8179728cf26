internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of a user's audit trail.
struct AuditRoutes: Sendable {
    let audit: AuditService

    /// Entries of one answer, unless fewer are asked for.
    private static let pageSize: Int64 = 100
    private static let largestPage: Int64 = 1_000

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("audit", [.get: list])
        group.resource("audit/verify", [.get: verify])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["after", "limit", "task_id"])
        let after = try parameters.integer("after", in: 0...Int64.max) ?? 0
        let limit = try parameters.integer("limit", in: 1...AuditRoutes.largestPage) ?? AuditRoutes.pageSize
        let task = try parameters.integer("task_id", in: 1...Int64.max)
        let entries = try await audit.entries(
            of: try context.requireUser(), taskID: task.map { TaskID($0) }, after: after, limit: Int(limit))
        var headers: HTTPFields = [:]
        if entries.count == Int(limit), let last = entries.last {
            let filter = task.map { "&task_id=\($0)" } ?? ""
            headers[.link] = "<\(request.uri.path)?after=\(last.sequence)&limit=\(limit)\(filter)>; rel=\"next\""
        }
        return try .json(entries, headers: headers)
    }

    @Sendable private func verify(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let user = try context.requireUser()
        let trail = try await audit.trail(of: user)
        let fault = try await audit.fault(inTrailOf: user)
        return try .json(AuditVerdict(verified: fault == nil, entries: trail.count, fault: fault))
    }
}

/// What checking a trail's hash chain found.
private struct AuditVerdict: Encodable {
    let verified: Bool
    let entries: Int
    let fault: AuditFault?

    private enum CodingKeys: String, CodingKey {
        case verified, entries, fault
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(verified, forKey: .verified)
        try container.encode(entries, forKey: .entries)
        try container.encode(fault, forKey: .fault)
    }
}
