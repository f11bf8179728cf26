public import ServicePorts

/// How the event bus uses the sidecar's pub/sub components.
public struct DaprBusSettings: Sendable {
    /// The component to publish to.
    public var publishComponent: String = "bus"
    /// The component of a subscription; a component has one consumer group and one place where new groups begin, so
    /// different options need different components.
    public var component: @Sendable (SubscriptionOptions) -> String = DaprBusSettings.componentPerGroup("bus")
    /// Most events in one bulk publish; 1 publishes each alone.
    public var bulkPublishLimit: Int = 100
    /// How events come in bulk; nil brings them one by one.
    ///
    /// The sidecar writes bulk events anew through floating point: use it only for payloads without whole numbers
    /// beyond 2^53. An event in which such a number arrives is given up, since it may have been another one.
    public var bulkDelivery: DaprSubscription.Bulk?
    /// How often one publish is tried before it fails; the events' ids make repetition harmless.
    public var publishTries: Int = 3
    /// Pause before the second try; doubles with each further one.
    public var firstPublishPause: Duration = .milliseconds(50)
    /// Gets each event that a handler or the policy gave up, as the dead-letter topic itself carries no reason.
    public var onGivenUp: @Sendable (DeadLetter) -> Void = { _ in }

    /// The defaults: `bus` to publish to, and a component for each consumer group.
    public init() {}

    /// `<prefix>.<group>` for groups that begin at the oldest event, `<prefix>-newest.<group>` for the others.
    public static func componentPerGroup(_ prefix: String) -> @Sendable (SubscriptionOptions) -> String {
        { options in (options.start == .latest ? prefix + "-newest." : prefix + ".") + options.group }
    }

    /// One component for all; its own settings then decide on group and start, whatever the subscription's options say.
    public static func oneComponent(_ name: String) -> @Sendable (SubscriptionOptions) -> String {
        { _ in name }
    }
}
