public import CivilTime

/// How much of a store's history is kept.
public struct TaskRetention: Sendable, Equatable {
    /// Idempotency records made before this instant are forgotten.
    public var idempotencyRecordsSince: Timestamp
    /// Published updates kept per user for clients that come back.
    public var updatesPerUser: Int

    /// A retention of that much.
    public init(idempotencyRecordsSince: Timestamp, updatesPerUser: Int) {
        self.idempotencyRecordsSince = idempotencyRecordsSince
        self.updatesPerUser = updatesPerUser
    }
}
