internal import ServicePorts

/// Tells a condition that did not hold from a store that is out of order.
///
/// A wrong etag is a 409 on a single write, and an anonymous 500 in a transaction, where only the message tells. Some
/// components answer 500 to an insert over a present key.
enum StateConflict {
    /// What a failure says of the conditions.
    enum Sign {
        /// Nothing.
        case none
        /// One of them did not hold.
        case certain
        /// One may not have held, or the store failed.
        case possible
    }

    /// Throws the conflict of a condition that can never hold: the sidecar takes an empty etag for none and would write
    /// whatever is there.
    static func requirePossible(_ write: StateWrite) throws {
        guard write.condition == .ifMatch(etag: "") else { return }
        throw StateStoreError(.conflict, "no value of key '\(write.key)' has an empty etag")
    }

    static func sign(in failure: DaprFailure, of writes: [StateWrite]) -> Sign {
        guard let status = failure.status, writes.contains(where: { $0.condition != .always }) else { return .none }
        if status == 409 { return .certain }
        let message = failure.message
        // An etag that is no etag of this store is not the value's: PostgreSQL's are numbers.
        let isMismatch =
            message.contains("possible etag mismatch. error from state store")
            || message.contains("invalid etag value")
        if isMismatch, [400, 500].contains(status) { return .certain }
        guard status == 500, writes.contains(where: { $0.condition == .ifAbsent }) else { return .none }
        // PostgreSQL: the insert ran and changed no row.
        if message.contains("no item was updated") { return .certain }
        // Redis says so of every failed write.
        return message.contains("failed to set key") ? .possible : .none
    }
}
