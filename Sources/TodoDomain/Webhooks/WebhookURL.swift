/// An address to which events may be sent, checked as far as it can be without asking anybody.
public struct WebhookURL: Hashable, Sendable {
    /// What an URL names: a computer by its name, or by its address.
    public enum Host: Hashable, Sendable {
        /// A name of the DNS in lowercase, whose addresses must be checked before each use.
        case name(String)
        /// An address, which has been checked.
        case address(IPAddress)
    }

    /// The URL as it was given.
    public let text: String
    /// True for `https`.
    public let isSecure: Bool
    /// The computer.
    public let host: Host
    /// The TCP port.
    public let port: Int

    /// Path and query as they were given.
    private let target: String

    /// The URL with its host in the spelling that was checked.
    public var requestText: String {
        let name =
            switch host {
            case .name(let name): name
            case .address(let address): address.description
            }
        let isVersion6 = name.contains(":")
        let place = isVersion6 ? "[\(name)]" : name
        let suffix = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return "\(isSecure ? "https" : "http")://\(place)\(suffix)\(target.hasPrefix("/") ? "" : "/")\(target)"
    }

    /// Characters that an URL may have.
    public static let mostCharacters: Int = 2_048
    /// Ports on which receivers may listen; others are those of databases, brokers and other inner services.
    public static let ports: Set<Int> = [443, 4_443, 8_443, 9_443]
    /// Last parts of names that no public computer has.
    static let innerSuffixes: Set<String> = [
        "localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "test",
        "invalid", "onion", "svc",
    ]

    /// Reads an absolute URL; throws what is wrong with it first.
    ///
    /// With `allowsPrivate`, as for development, plain HTTP, any port and every computer are let through.
    public init(_ text: String, allowsPrivate: Bool = false) throws(WebhookURLFault) {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#""<>\^`{|}#"#.utf8.contains($0) }
        guard text.utf8.count <= WebhookURL.mostCharacters, isPlain, !text.contains("#") else { throw .malformed }
        guard let end = text.firstRange(of: "://") else { throw .malformed }
        let scheme = text[..<end.lowerBound].lowercased()
        guard scheme == "https" || (scheme == "http" && allowsPrivate) else { throw .scheme }
        let authority = text[end.upperBound...].prefix { !"/?".contains($0) }
        guard !authority.contains("@") else { throw .userInfo }
        let (hostText, portText) = try WebhookURL.split(authority)
        self.text = text
        target = String(text[authority.endIndex...])
        isSecure = scheme == "https"
        port = try WebhookURL.port(portText, isSecure: isSecure, allowsPrivate: allowsPrivate)
        host = try WebhookURL.host(hostText, allowsPrivate: allowsPrivate)
    }

    private static func split(_ authority: Substring) throws(WebhookURLFault) -> (Substring, Substring?) {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .malformed }
            return (authority[...end], rest.isEmpty ? nil : rest.dropFirst())
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let host = parts.first else { throw .malformed }
        return (host, parts.count == 2 ? parts[1] : nil)
    }

    private static func port(
        _ text: Substring?, isSecure: Bool, allowsPrivate: Bool
    ) throws(WebhookURLFault) -> Int {
        guard let text else { return isSecure ? 443 : 80 }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65_535).contains(port)
        else { throw .malformed }
        guard allowsPrivate || ports.contains(port) else { throw .port(port) }
        return port
    }

    private static func host(_ text: Substring, allowsPrivate: Bool) throws(WebhookURLFault) -> Host {
        if text.hasPrefix("[") {
            guard let address = IPAddress(String(text.dropFirst().dropLast())), case .v6 = address else {
                throw .host
            }
            return .address(try checked(address, allowsPrivate: allowsPrivate))
        }
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { throw .host }
        if isNumber(last) {
            // Resolvers take 0x7f.1, 017700000001 and 2130706433 for addresses; here only the usual spelling is one.
            guard let address = IPAddress(String(text)) else { throw .host }
            return .address(try checked(address, allowsPrivate: allowsPrivate))
        }
        guard allowsPrivate || (labels.count > 1 && !innerSuffixes.contains(String(last))) else { throw .innerName }
        return .name(labels.joined(separator: "."))
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }

    private static func isNumber(_ label: Substring) -> Bool {
        label.utf8.allSatisfy { (0x30...0x39).contains($0) } || label.hasPrefix("0x")
    }

    /// The address when it is public; throws `.reserved` otherwise.
    public static func checked(_ address: IPAddress, allowsPrivate: Bool) throws(WebhookURLFault) -> IPAddress {
        guard !allowsPrivate, let network = address.reservedNetwork else { return address }
        throw .reserved(network)
    }
}
