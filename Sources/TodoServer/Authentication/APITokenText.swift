internal import ServicePorts
internal import TodoPorts

/// The text of an API token: `todo_`, its id, and a secret of 256 random bits that is shown once.
struct APITokenText: Sendable {
    let id: String
    private let secret: [UInt8]

    private static let prefix = "todo_"
    private static let idBytes = 32
    private static let secretBytes = 32

    /// A new one.
    init(random: any RandomSource) {
        id = random.identifier()
        secret = (0..<APITokenText.secretBytes / 8).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
    }

    /// Reads the text; nil when it is none of an API token.
    init?(_ text: String) {
        guard text.utf8.count < 200, text.hasPrefix(APITokenText.prefix) else { return nil }
        let rest = text.dropFirst(APITokenText.prefix.count)
        let id = rest.prefix { $0 != "_" }
        let isID =
            id.utf8.count == APITokenText.idBytes
            && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isID, let secret = Base64URL.decode(rest.dropFirst(id.count + 1)),
            secret.count == APITokenText.secretBytes
        else { return nil }
        self.id = String(id)
        self.secret = secret
    }

    /// What the user is shown, once.
    var text: String { APITokenText.prefix + id + "_" + Base64URL.encode(secret) }

    /// What is kept of the secret.
    var digest: String { ContentHash.sha256(secret) }

    /// True when the token is the one of that digest; how long it takes tells nothing of the digest.
    func isSecret(of token: APIToken) -> Bool {
        let (ours, theirs) = (Array(digest.utf8), Array(token.secretDigest.utf8))
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
