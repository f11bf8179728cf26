public import CivilTime
public import TodoDomain

/// The port of sign-in accounts of the embedded wiring.
///
/// Every call throws `AccountStoreError`.
public protocol AccountStore: Sendable {
    /// Stores a new account; throws `.emailTaken` when one of the same email key exists.
    func create(_ account: Account) async throws

    /// The account of an email, ignoring case; nil when there is none.
    func account(email: String) async throws -> Account?
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

    /// An account with every field given.
    public init(userID: UserID, email: String, passwordHash: String, createdAt: Timestamp) {
        self.userID = userID
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
    /// The store could not be reached; the text is for the operator.
    case unavailable(String)
}
