/// The port of small keyed state.
///
/// Promises: read your write by key, compare-and-set by etag, insert-only first write, time to live, and a transaction
/// over several keys that is all or nothing. Does not promise queries.
public protocol StateStore: Sendable {
    /// The value and its etag, or nil when absent or expired; throws `StateStoreError`.
    func get(_ key: String) async throws -> StateEntry?

    /// Applies one write; throws `StateStoreError`, `.conflict` when its condition does not hold.
    func apply(_ write: StateWrite) async throws

    /// Applies all writes or none; throws `StateStoreError`, `.conflict` when any condition does not hold.
    func transact(_ writes: [StateWrite]) async throws
}

/// A stored value.
public struct StateEntry: Sendable, Equatable {
    /// The bytes as they were set.
    public let value: [UInt8]
    /// Changes with every write of the key.
    public let etag: String

    /// An entry of that value and etag.
    public init(value: [UInt8], etag: String) {
        self.value = value
        self.etag = etag
    }
}

/// One conditional write.
public struct StateWrite: Sendable, Equatable {
    /// What must hold for the write to happen.
    public enum Condition: Sendable, Equatable {
        /// Nothing: last write wins.
        case always
        /// The key must be absent or expired.
        case ifAbsent
        /// The key must be present with this etag.
        case ifMatch(etag: String)
    }

    /// The key.
    public var key: String
    /// The new value; nil deletes the key.
    public var value: [UInt8]?
    /// What must hold.
    public var condition: Condition
    /// How long the value stays; nil for ever.
    public var timeToLive: Duration?

    /// Sets a value.
    public static func set(
        _ key: String, _ value: [UInt8], if condition: Condition = .always, timeToLive: Duration? = nil
    ) -> StateWrite {
        StateWrite(key: key, value: value, condition: condition, timeToLive: timeToLive)
    }

    /// Deletes a key; deleting an absent key with no condition succeeds.
    public static func delete(_ key: String, if condition: Condition = .always) -> StateWrite {
        StateWrite(key: key, value: nil, condition: condition, timeToLive: nil)
    }
}

/// Why a state operation failed.
public struct StateStoreError: Error, Sendable, Equatable {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// A condition did not hold; nothing was written.
        case conflict
        /// The store could not be reached; nothing was written.
        case unavailable
        /// The outcome is unknown.
        case ambiguous
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for the operator.
    public let message: String

    /// An error of that kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
