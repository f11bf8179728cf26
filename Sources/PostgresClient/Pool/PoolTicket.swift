/// One request to a pool, from its waiting to its answer; confined to the loop once it is handed over.
final class PoolTicket: @unchecked Sendable {
    /// The connection that carries it out.
    weak var connection: PostgresConnection?
    /// True once its task was cancelled.
    var isCancelled = false
    /// True once it was answered.
    var isAnswered = false
}
