internal import PostgresClient
internal import TodoPorts

extension TaskStoreError {
    /// Runs the body; whatever it throws becomes the port's error.
    @discardableResult
    static func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as TaskStoreError {
            throw error
        } catch let error as PostgresError {
            throw TaskStoreError(error)
        } catch let error as StoredValueError {
            throw TaskStoreError(.unavailable, error.message)
        } catch {
            throw TaskStoreError(.unavailable, "a stored or given value cannot be coded: \(error)")
        }
    }

    init(_ error: PostgresError) {
        let conflicts: Set<String> = [Schema.sequenceMoved, Schema.occurrenceTaken, SQLState.uniqueViolation.rawValue]
        if let state = error.state, conflicts.contains(state.rawValue) || state.isContention {
            self.init(.conflict, error.message)
        } else {
            self.init(error.outcome == .unknown ? .ambiguous : .unavailable, error.message)
        }
    }
}
