/// Why the embedded database could not be opened.
public struct EmbeddedDatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The path cannot be created, read or written.
        case inaccessible
        /// The file is not an SQLite database.
        case notADatabase
        /// The file is an SQLite database of another program.
        case foreign
        /// The file was written by a later version of this program.
        case newerSchema
        /// Another process has the database open.
        case inUse
        /// The file is damaged.
        case damaged
        /// Anything else that SQLite reports.
        case failed
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, with the path, and what would be right.
    public let message: String

    /// An error of that kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
