public import CivilTime
public import TodoDomain

/// The port through which messages leave for receivers that users name.
///
/// Promises: an answer within a bounded time; that nothing is sent to an address that is not allowed, whatever the
/// URL's host resolves to and wherever the receiver redirects. Does not promise: that a failure means the receiver took
/// nothing.
public protocol WebhookSender: Sendable {
    /// Sends the message once.
    func send(_ message: WebhookMessage) async -> WebhookAnswer
}

/// A message to a receiver, to be signed by the rules of Standard Webhooks.
public struct WebhookMessage: Hashable, Sendable {
    /// Where to.
    public var url: String
    /// Identity of the message, the same in every attempt.
    public var id: String
    /// When this attempt is made.
    public var sentAt: Timestamp
    /// The secrets that sign, each for itself.
    public var secrets: [String]
    /// What is sent.
    public var body: [UInt8]

    /// A message with every field given.
    public init(url: String, id: String, sentAt: Timestamp, secrets: [String], body: [UInt8]) {
        self.url = url
        self.id = id
        self.sentAt = sentAt
        self.secrets = secrets
        self.body = body
    }
}

/// What came of sending a message.
public enum WebhookAnswer: Hashable, Sendable {
    /// The receiver answered with that HTTP status.
    case answered(status: Int)
    /// The URL may not be used; nothing was sent.
    case refused(WebhookURLFault)
    /// There was no answer; the text says why.
    case failed(String)
}

/// The port that finds the addresses of names.
public protocol HostResolver: Sendable {
    /// Every address of the name; empty when it has none, or cannot be resolved now.
    func addresses(of name: String) async -> [IPAddress]
}

extension WebhookURL {
    /// The URL, and the addresses of its host, all of them allowed; throws `WebhookURLFault`.
    ///
    /// Whoever sends must connect to one of these addresses and resolve nothing again.
    public static func resolved(
        _ text: String, allowsPrivate: Bool, by resolver: any HostResolver
    ) async throws(WebhookURLFault) -> (url: WebhookURL, addresses: [IPAddress]) {
        let url = try WebhookURL(text, allowsPrivate: allowsPrivate)
        switch url.host {
        case .address(let address): return (url, [address])
        case .name(let name):
            let addresses = await resolver.addresses(of: name)
            guard !addresses.isEmpty else { throw .unresolved }
            for address in addresses { _ = try checked(address, allowsPrivate: allowsPrivate) }
            return (url, addresses)
        }
    }
}
