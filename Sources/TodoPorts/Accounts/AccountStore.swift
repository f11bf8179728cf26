public import CivilTime
public import TodoDomain

/// The port of sign-in accounts of the embedded wiring.
///
/// Every call throws `AccountStoreError`.
public protocol AccountStore: Sendable {
    /// Stores a new account; throws `.emailTaken` when one of the same email key exists.
    func create(_ account: Account) async throws

    /// The account of an email, ignoring case; nil when there is none.
    ///
    /// Its password and the number of sign-outs everywhere are of one moment.
    func account(email: String) async throws -> Account?

    /// The account of a user; nil when there is none.
    func account(of userID: UserID) async throws -> Account?

    /// Sets a new password in place of the one that was read, and ends all sessions that have begun, both or neither;
    /// throws `.passwordChanged` when it is another one by now.
    func changePassword(
        of userID: UserID, from oldHash: String, to newHash: String, at instant: Timestamp
    ) async throws -> Revocation
}

/// A user who signs in with email and password.
public struct Account: Hashable, Sendable {
    /// The user.
    public var userID: UserID
    /// Email as entered.
    public var email: String
    /// Encoded password hash with its parameters.
    public var passwordHash: String
    /// When the user signed up.
    public var createdAt: Timestamp
    /// How often the user's sessions were ended; told by the store, not stored with the account.
    public var sessionGeneration: Int64

    /// An account with every field given.
    public init(
        userID: UserID, email: String, passwordHash: String, createdAt: Timestamp, sessionGeneration: Int64 = 0
    ) {
        self.userID = userID
        self.sessionGeneration = sessionGeneration
        self.email = email
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }

    /// An email folded for comparison: two emails with equal keys are one account.
    public static func key(ofEmail email: String) -> String {
        email.lowercased()
    }
}

/// Why a call of the account store failed.
public enum AccountStoreError: Error, Sendable, Equatable {
    /// Another account has the email.
    case emailTaken
    /// The password is not the one that was read.
    case passwordChanged
    /// There are as many as there may be.
    case tooMany
    /// The store could not be reached; the text is for the operator.
    case unavailable(String)
}
