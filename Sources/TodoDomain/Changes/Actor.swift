/// Who made a change.
public struct Actor: RawRepresentable, Hashable, Codable, Sendable {
    /// `user`, `agent`, or `service:` and the application id.
    public let rawValue: String

    /// The actor of that text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The user in person.
    public static let user: Actor = .init(rawValue: "user")

    /// A service of the system, by application id.
    public static func service(_ name: String) -> Actor {
        Actor(rawValue: "service:" + name)
    }

    /// True for a service of the system.
    public var isService: Bool { rawValue.hasPrefix("service:") }
}
