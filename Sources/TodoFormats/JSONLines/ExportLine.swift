public import CivilTime
public import TodoDomain
internal import TodoPorts

/// One line of a complete export.
struct ExportLine: Codable {
    /// What lines there are, in the words of the file.
    enum Kind: String, Codable, CaseIterable {
        /// The first line: which format it is, and when it was written.
        case header
        /// The user's settings.
        case settings
        /// A tag.
        case tag
        /// A saved filter.
        case savedFilter = "saved_filter"
        /// A task with its reminders and its series.
        case task
        /// The user's account; told to its owner, and passed over when a file is restored.
        case account
        /// A webhook; told to its owner, and passed over when a file is restored.
        case webhook
        /// A line of the audit trail; passed over when a file is restored.
        case auditEntry = "audit_entry"
        /// The last line, by which a file that was cut is told from a whole one.
        case end
    }

    var type: Kind
    var format: String?
    var version: Int?
    var exportedAt: Timestamp?
    var settings: UserSettings?
    var tag: Tag?
    var savedFilter: SavedFilter?
    var task: TodoTask?
    var account: ExportedAccount?
    var webhook: ExportedWebhook?
    var auditEntry: AuditEntry?
    var records: Int?
    var checksum: String?

    init(_ type: Kind) {
        self.type = type
    }

    private enum CodingKeys: String, CodingKey {
        case type, format, version, settings, tag, task, account, webhook, records, checksum
        case exportedAt = "exported_at"
        case savedFilter = "saved_filter"
        case auditEntry = "audit_entry"
    }

    /// What the first line says of the format.
    static let format = "evolution-of-todo"
    static let version = 1
}

/// What is known of a user's account, without what proves that it is theirs.
public struct ExportedAccount: Hashable, Codable, Sendable {
    /// The user.
    public var userID: UserID
    /// Email as entered.
    public var email: String?
    /// When the user signed up.
    public var createdAt: Timestamp?

    /// An account with every field given.
    public init(userID: UserID, email: String?, createdAt: Timestamp?) {
        self.userID = userID
        self.email = email
        self.createdAt = createdAt
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case userID = "user_id"
        case createdAt = "created_at"
    }
}
