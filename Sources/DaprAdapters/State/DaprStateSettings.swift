/// How a state store is used.
public struct DaprStateSettings: Sendable {
    /// What a store with several replicas is asked for.
    public enum Consistency: String, Sendable {
        /// Reads see every earlier write.
        case strong
        /// Reads may see older values.
        case eventual
    }

    /// Name of the state component.
    public var store: String
    /// The consistency to ask for; nil leaves it to the component, and PostgreSQL ignores it.
    public var consistency: Consistency?

    /// The store of that name.
    public init(store: String, consistency: Consistency? = nil) {
        self.store = store
        self.consistency = consistency
    }
}
