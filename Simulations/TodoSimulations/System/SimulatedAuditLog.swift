internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// The audit log as one node reaches it.
final class SimulatedAuditLog: AuditLog {
    private let environment: NodeEnvironment
    private let log: MemoryAuditLog
    private let witness: any AppendWitness
    private static let errors = CallErrors(
        unavailable: { AuditLogError(.unavailable, $0) }, ambiguous: { AuditLogError(.ambiguous, $0) })

    init(_ environment: NodeEnvironment, log: MemoryAuditLog, witness: any AppendWitness) {
        self.environment = environment
        self.log = log
        self.witness = witness
    }

    func head(of userID: UserID) async throws -> AuditHead {
        try await environment.call("audit head", errors: SimulatedAuditLog.errors) { log.currentHead(of: userID) }
    }

    func append(_ entry: AuditEntry) async throws {
        try await environment.call("audit append", errors: SimulatedAuditLog.errors) {
            try log.appendNow(entry)
            witness.sawAppend(entry)
        }
    }

    func entries(
        of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int
    ) async throws -> [AuditEntry] {
        try await environment.call("audit entries", errors: SimulatedAuditLog.errors) {
            let matching = log.trail(of: userID).lazy.filter {
                $0.sequence > sequence && (taskID == nil || $0.change.taskID == taskID)
            }
            return Array(matching.prefix(limit))
        }
    }
}

/// Sees every entry at the instant when it is in the log.
protocol AppendWitness: AnyObject, Sendable {
    /// An entry was appended.
    func sawAppend(_ entry: AuditEntry)
}
