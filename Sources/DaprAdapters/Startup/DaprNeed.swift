/// A component that an application cannot do without.
public struct DaprNeed: Sendable, Hashable {
    /// What a component is for, as the first part of its type.
    public enum Kind: String, Sendable {
        /// Publish and subscribe.
        case pubSub = "pubsub"
        /// Keyed state; it must have etags and transactions.
        case state = "state"
        /// Secrets.
        case secrets = "secretstores"
    }

    /// What it is for.
    public let kind: Kind
    /// Its name.
    public let name: String

    /// The component of that name.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}
