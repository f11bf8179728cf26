internal import CivilTime
public import TodoPorts
public import TodoServices

/// Where API tokens are looked up, and where their use is noted.
public struct APITokenDirectory: Sendable {
    let find: @Sendable (_ id: String) async throws -> APIToken?
    let noteUse: @Sendable (_ id: String, Timestamp) async throws -> Void

    /// The tokens in that store.
    public init(store: any AccessStore) {
        find = { try await store.apiToken($0) }
        noteUse = { try await store.noteUse(ofAPIToken: $0, at: $1) }
    }

    /// The tokens of the backend, for a process without a database; uses are not noted.
    public init(backend: BackendAccess) {
        find = { try await backend.apiToken($0) }
        noteUse = { _, _ in }
    }

    /// Time between two notes of a use of the same token.
    static let noteInterval: Duration = .seconds(60)
}
