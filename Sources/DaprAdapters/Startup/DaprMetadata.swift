/// What a sidecar tells of itself at `/v1.0/metadata`.
public struct DaprMetadata: Sendable, Equatable, Decodable {
    /// A component that it has loaded for the application.
    public struct Component: Sendable, Equatable, Decodable {
        /// Name.
        public var name: String
        /// Type, for example `pubsub.kafka`.
        public var type: String
        /// What it can do, for example `ETAG`; nil when it does not tell.
        public var capabilities: [String]?
    }

    /// A subscription that it holds for the application.
    public struct Subscription: Sendable, Equatable, Decodable {
        /// Name of the pub/sub component.
        public var component: String
        /// Topic.
        public var topic: String

        private enum CodingKeys: String, CodingKey {
            case component = "pubsubname"
            case topic
        }
    }

    /// Schedulers to which it is connected.
    public struct Scheduler: Sendable, Equatable, Decodable {
        /// Their addresses.
        public var addresses: [String]

        private enum Key: String, CodingKey {
            case camel = "connectedAddresses"
            case snake = "connected_addresses"
        }

        /// Reads either spelling of the field.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            addresses =
                try container.decodeIfPresent([String].self, forKey: .snake)
                ?? container.decodeIfPresent([String].self, forKey: .camel) ?? []
        }
    }

    /// The application's id.
    public var id: String
    /// Version of the sidecar; nil when it does not tell.
    public var runtimeVersion: String?
    /// Components; nil when it has none.
    public var components: [Component]?
    /// Subscriptions; nil when it has none.
    public var subscriptions: [Subscription]?
    /// Schedulers; nil when it has none.
    public var scheduler: Scheduler?

    /// What is wrong with a need, as one line; nil when it is met.
    func complaint(about need: DaprNeed) -> String? {
        let all = components ?? []
        guard let component = all.first(where: { $0.name == need.name }) else {
            // The sidecar has this one of itself, without a component.
            if need == DaprNeed(.secrets, "kubernetes") { return nil }
            let names = all.map { "'\($0.name)' (\($0.type))" }.sorted().joined(separator: ", ")
            return "no \(need.kind.rawValue) component '\(need.name)'; it has \(names.isEmpty ? "none" : names)."
                + " Add it to the sidecar's resources, and application '\(id)' to its scopes"
        }
        guard component.type.hasPrefix(need.kind.rawValue + ".") else {
            return "component '\(need.name)' is of type \(component.type); \(need.kind.rawValue).* is needed"
        }
        guard need.kind == .state, let known = component.capabilities, !known.isEmpty else { return nil }
        let lacking = ["ETAG", "TRANSACTIONAL"].filter { !known.contains($0) }
        guard !lacking.isEmpty else { return nil }
        return "state component '\(need.name)' (\(component.type)) lacks \(lacking.joined(separator: " and "))"
    }
}
