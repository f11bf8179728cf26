/// Five characters by which PostgreSQL names an error; the first two are its class.
///
/// The names are those of the manual's appendix "PostgreSQL Error Codes".
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// The state of those characters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The state of those characters.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters.
    public var errorClass: Substring { rawValue.prefix(2) }

    /// A row with the same key is there.
    public static let uniqueViolation: SQLState = .init("23505")
    /// A condition of the table does not hold.
    public static let checkViolation: SQLState = .init("23514")
    /// The statement was cancelled, by request or by its timeout.
    public static let queryCanceled: SQLState = .init("57014")
    /// The server is stopped by its operator.
    public static let adminShutdown: SQLState = .init("57P01")
    /// Another session of the server crashed.
    public static let crashShutdown: SQLState = .init("57P02")
    /// The server is starting, stopping or recovering.
    public static let cannotConnectNow: SQLState = .init("57P03")
    /// The password is wrong.
    public static let invalidPassword: SQLState = .init("28P01")
    /// The role may not come in this way.
    public static let invalidAuthorization: SQLState = .init("28000")
    /// There is no database of that name.
    public static let invalidCatalogName: SQLState = .init("3D000")
    /// There is no table of that name.
    public static let undefinedTable: SQLState = .init("42P01")
    /// The role lacks the right.
    public static let insufficientPrivilege: SQLState = .init("42501")
    /// Transactions cannot be put in an order.
    public static let serializationFailure: SQLState = .init("40001")
    /// Transactions wait for each other.
    public static let deadlockDetected: SQLState = .init("40P01")
    /// A prepared statement no longer fits the tables.
    public static let featureNotSupported: SQLState = .init("0A000")
    /// The server has as many sessions as it may.
    public static let tooManyConnections: SQLState = .init("53300")
    /// Whether a transaction was committed is not known.
    public static let statementCompletionUnknown: SQLState = .init("40003")

    /// True when somebody else was in the way and trying again from the start may help.
    public var isContention: Bool { self == .serializationFailure || self == .deadlockDetected }
}
