internal import TodoDomain
internal import TodoPorts

/// An audit log that passes every call on; planted bugs change what is appended.
struct AuditLogDecorator: AuditLog {
    let base: any AuditLog
    var onAppend: @Sendable (inout AuditEntry) -> Void = { _ in }

    func head(of userID: UserID) async throws -> AuditHead { try await base.head(of: userID) }

    func append(_ entry: AuditEntry) async throws {
        var entry = entry
        onAppend(&entry)
        try await base.append(entry)
    }

    func entries(
        of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int
    ) async throws -> [AuditEntry] {
        try await base.entries(of: userID, taskID: taskID, after: sequence, limit: limit)
    }
}
