internal import GRDB

/// A read or write that SQLite could not carry out, in the terms that every port shares.
struct StorageFailure: Error, Equatable {
    /// True when the write may have become durable all the same.
    let outcomeIsUnknown: Bool
    /// What SQLite says, for the operator.
    let message: String

    init(_ error: DatabaseError) {
        // A failed sync leaves open what reached the disk; everything else is rolled back.
        outcomeIsUnknown = error.resultCode == .SQLITE_IOERR
        message = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }

    /// The error itself, or its storage failure when it comes from SQLite.
    static func wrapping(_ error: any Error) -> any Error {
        (error as? DatabaseError).map(StorageFailure.init) ?? error
    }
}
