internal import TodoDomain

/// What a person signs up or in with, checked.
struct Credentials: Equatable, Sendable {
    var email: String
    var password: String

    /// The fewest characters of a new password, and the most bytes of any.
    static let passwordCharacters = 8
    static let passwordBytes = 1_024

    /// Reads `{email, password}`; throws a `Problem` with every fault.
    ///
    /// A new account's password must be long enough.
    init(_ json: JSONValue, isNew: Bool) throws(Problem) {
        var reader = JSONObjectReader(json)
        email = reader.requiredString("email") ?? ""
        password = reader.requiredString("password") ?? ""
        if reader.faults.isEmpty {
            if let fault = Credentials.fault(ofEmail: email) { reader.fault("email", "invalid", fault) }
            Credentials.check(password, isNew: isNew, as: "password", in: &reader)
        }
        try reader.finish()
    }

    /// Why a text is no email address; nil when it is one.
    ///
    /// The check is for slips of the pen: only mail proves more.
    static func fault(ofEmail email: String) -> String? {
        guard (3...254).contains(email.utf8.count) else { return "an email address has 3 to 254 bytes" }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0].utf8.count <= 64 else {
            return "'\(email)' is no email address such as ada@example.com"
        }
        let hasSpace = email.unicodeScalars.contains {
            $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard !hasSpace, labels.allSatisfy({ !$0.isEmpty }) else {
            return "'\(email)' is no email address such as ada@example.com"
        }
        return nil
    }
}
