public import ServicePorts
public import TodoPorts

/// Answers of the access store what processes without a database ask.
public struct AccessAnswers: Sendable {
    private let store: any AccessStore

    /// Answers from that store.
    public init(store: any AccessStore) {
        self.store = store
    }

    /// The most revocations that are answered at once.
    public static let mostRevocations: Int = 1_000

    /// Answers what other services ask; throws what the host throws.
    public func serveMethods(on host: any ServiceHost) async throws {
        try await host.serve(BackendMethods.revocationsSince) { request in
            let limit = min(max(1, request.limit), AccessAnswers.mostRevocations)
            return try await translated {
                RevocationsSinceAnswer(revocations: try await store.revocations(after: request.place, limit: limit))
            }
        }
        try await host.serve(BackendMethods.readToken) { request in
            try await translated { ReadAPITokenAnswer(token: try await store.apiToken(request.id)) }
        }
    }

    private func translated<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch let error as AccountStoreError {
            throw ServiceFailure(code: "unavailable", message: "\(error)")
        }
    }
}
