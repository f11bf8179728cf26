/// Why nothing is sent to an URL.
public enum WebhookURLFault: Error, Hashable, Sendable {
    /// It is no absolute URL of a form that can be used.
    case malformed
    /// It is not `https`.
    case scheme
    /// It has a user or a password.
    case userInfo
    /// Its host is neither a name nor an address in its usual spelling.
    case host
    /// Its host is a name that only inner networks know.
    case innerName
    /// Its port is none on which receivers listen.
    case port(Int)
    /// Its host has no address.
    case unresolved
    /// Its host has an address that is not public.
    case reserved(IPNetwork)
}

extension WebhookURLFault: CustomStringConvertible {
    /// What is wrong, and what would be right.
    public var description: String {
        switch self {
        case .malformed:
            "expected an absolute URL of at most \(WebhookURL.mostCharacters) characters without spaces and without '#'"
        case .scheme: "the URL must begin with https://"
        case .userInfo: "the URL must not contain a user name or a password"
        case .host: "the host must be a name such as hooks.example.com, or an address in its usual spelling"
        case .innerName: "the host must be a name that everybody on the internet can resolve"
        case .port: "the port must be one of \(WebhookURL.ports.sorted().map { "\($0)" }.joined(separator: ", "))"
        case .unresolved: "the host has no address"
        case .reserved(let network): "the host must have public addresses only, and has one of \(network.text)"
        }
    }
}
