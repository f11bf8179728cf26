public import SidecarRules

/// A pub/sub component that behaves as Kafka's.
public struct PubSubComponent: Sendable {
    /// Its name.
    public var name: String
    /// Its consumer group; nil is the application's id.
    ///
    /// `{appID}`, `{podName}` and `{uuid}` stand for the sidecar's.
    public var consumerGroup: String?
    /// True lets a group without a position begin at the oldest event; otherwise it begins at the newest.
    public var beginsAtOldest = false
    /// Pause between deliveries when policy and dead letter do not end them.
    public var redeliveryPause: Duration = .seconds(5)
    /// Inbound retry policy; nil when there is none.
    public var inbound: SidecarRetryPolicy?
    /// Who may publish and subscribe to what.
    public var scopes = SidecarTopicScopes()
    /// Applications that have the component; empty for all.
    public var appIDs: Set<String> = []

    /// A component with the defaults of the real one.
    public init(name: String) {
        self.name = name
    }
}

/// A state store.
public struct StateComponent: Sendable {
    /// Its name.
    public var name: String
    /// How it answers an insert-only write over a present key.
    public var insertConflict: SidecarState.InsertConflict = .conflict
    /// True answers 400 to an etag that is no number, as PostgreSQL's first version does.
    public var hasNumericETags = false
    /// Applications that have the component; empty for all.
    public var appIDs: Set<String> = []

    /// A store that answers conflicts with 409.
    public init(name: String) {
        self.name = name
    }
}

/// A secret store.
public struct SecretComponent: Sendable {
    /// Its name.
    public var name: String
    /// Its secrets.
    public var store: SidecarSecrets.Store
    /// The only secrets that may be read; nil shows all.
    public var allowedSecrets: Set<String>?
    /// Applications that have the component; empty for all.
    public var appIDs: Set<String> = []

    /// A store with those secrets.
    public init(name: String, store: SidecarSecrets.Store) {
        self.name = name
        self.store = store
    }
}
