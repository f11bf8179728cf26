internal import ServicePorts

/// A state store that changes what is written, or what is read.
struct StateStoreDecorator: StateStore {
    let base: any StateStore
    /// What is written in place of a write.
    var onWrite: @Sendable (StateWrite) -> StateWrite = { $0 }
    /// What is read of a key in place of what is there.
    var onRead: @Sendable (_ key: String, _ entry: StateEntry?) -> StateEntry? = { $1 }

    func get(_ key: String) async throws -> StateEntry? { onRead(key, try await base.get(key)) }

    func apply(_ write: StateWrite) async throws { try await base.apply(onWrite(write)) }

    func transact(_ writes: [StateWrite]) async throws { try await base.transact(writes.map(onWrite)) }
}
