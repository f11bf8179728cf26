internal import GRDB

/// A write that waits for its turn, with the caller that waits for its outcome.
struct QueuedWrite: Sendable {
    /// Runs the body all or nothing within the open transaction.
    let perform: @Sendable (Database) -> PerformedWrite
    /// Answers the caller that the write was never tried.
    let refuse: @Sendable (any Error) -> Void

    init<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        answering continuation: CheckedContinuation<Value, any Error>
    ) {
        perform = { database in
            let result = QueuedWrite.result(of: body, in: database)
            return PerformedWrite { groupError in
                guard case .success = result, let groupError else { return continuation.resume(with: result) }
                continuation.resume(throwing: groupError)
            }
        }
        refuse = { continuation.resume(throwing: $0) }
    }

    private static func result<Value>(
        of body: (Database) throws -> Value, in database: Database
    ) -> Result<Value, any Error> {
        do {
            var value: Result<Value, any Error> = .failure(CancellationError())
            try database.inSavepoint {
                value = .success(try body(database))
                return .commit
            }
            return value
        } catch {
            return .failure(StorageFailure.wrapping(error))
        }
    }
}

/// A write whose body ran; its caller learns the outcome once the transaction's fate is known.
struct PerformedWrite {
    /// Answers the caller: with the body's own outcome, or with the error that undid the whole transaction.
    let answer: (_ groupError: (any Error)?) -> Void
}
