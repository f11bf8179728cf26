internal import GRDB

/// A read or write that SQLite could not carry out, in the terms that every port shares.
struct StorageFailure: Error, Equatable {
    /// What became of the write.
    enum Kind: Sendable {
        /// Nothing happened; trying again may help.
        case undone
        /// It may have become durable all the same.
        case unknown
        /// Nothing happened and nothing will: a value can never be stored.
        case refused
    }

    /// What became of the write.
    let kind: Kind
    /// What is wrong, for the operator.
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    init(_ error: DatabaseError) {
        // A failed sync leaves open what reached the disk; everything else is rolled back.
        kind = error.resultCode == .SQLITE_IOERR ? .unknown : .undone
        message = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }

    /// The error itself, or its storage failure when it comes from SQLite.
    static func wrapping(_ error: any Error) -> any Error {
        (error as? DatabaseError).map(StorageFailure.init) ?? error
    }
}
