/// The port of publish and subscribe.
///
/// Promises: `publish` returns after the broker has the event; a group sees every event at least once, in order within
/// a partition key, retries included; an event that keeps failing goes to the dead-letter topic after its policy.
/// Does not promise: exactly once, order across keys, one replica at a time during a rebalance, or that an error of
/// `publish` means the event was not taken.
public protocol EventBus: Sendable {
    /// Hands events to the broker in array order; throws `EventBusError`, after which any prefix may have been taken.
    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws

    /// Starts delivering a topic to a group's handler until the subscription is cancelled; throws `EventBusError`.
    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription

    /// The same with a handler that takes together what came together, and answers as many acknowledgements.
    ///
    /// Events of one key are in their order. Once it answers one with a retry, it must leave the later ones of that key
    /// alone and answer them likewise. A bus that brings events one by one needs nothing of its own for this.
    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        batches handler: @escaping @Sendable ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async throws -> any EventSubscription
}

extension EventBus {
    /// Brings batches of one.
    public func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        batches handler: @escaping @Sendable ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async throws -> any EventSubscription {
        try await subscribe(to: topic, as: subscription) { delivery in
            await handler([delivery]).first ?? .retry(reason: "the handler answered nothing")
        }
    }
}

/// A running subscription.
public protocol EventSubscription: Sendable {
    /// Stops deliveries; returns when no handler of it is running any more.
    func cancel() async
}

/// One event handed to a handler.
public struct Delivery<Payload: Sendable>: Sendable {
    /// The event.
    public let event: CloudEvent<Payload>
    /// 1 for the first attempt as this consumer knows it; a redelivery after a crash may start again at 1.
    public let attempt: Int

    /// A delivery of the event.
    public init(event: CloudEvent<Payload>, attempt: Int) {
        self.event = event
        self.attempt = attempt
    }
}

/// What a handler says of one delivery.
public enum Acknowledgement: Sendable, Equatable {
    /// Handled; do not deliver again.
    case success
    /// Not handled now; deliver again after a pause, before later events of the same key.
    case retry(reason: String)
    /// Can never be handled; put it on the dead-letter topic.
    case drop(reason: String)
}

/// How a consumer group takes part in a topic.
public struct SubscriptionOptions: Sendable {
    /// Where a group without a committed position begins.
    public enum Start: Sendable, Equatable {
        /// The oldest event that the broker still has.
        case earliest
        /// Events published after the subscription began.
        case latest
    }

    /// Consumer group: its members share the events, different groups each see all of them.
    public var group: String
    /// Where a new group begins.
    public var start: Start
    /// What happens to deliveries that fail.
    public var retry: DeliveryRetryPolicy

    /// Options of that group.
    public init(group: String, start: Start = .earliest, retry: DeliveryRetryPolicy = .init()) {
        self.group = group
        self.start = start
        self.retry = retry
    }
}

/// Bounded retries with exponential pauses, then the dead-letter topic.
public struct DeliveryRetryPolicy: Sendable, Equatable {
    /// Attempts before an event is dead-lettered, at least 1.
    public var maximumAttempts: Int
    /// Pause after the first failure; doubles with each further one.
    public var firstPause: Duration
    /// The longest pause.
    public var longestPause: Duration

    /// A policy; the defaults give up after about an hour.
    public init(
        maximumAttempts: Int = 80, firstPause: Duration = .milliseconds(100), longestPause: Duration = .seconds(60)
    ) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// The pause after the given failed attempt, counted from 1.
    public func pause(afterAttempt attempt: Int) -> Duration {
        let doublings = min(max(0, attempt - 1), 20)
        return min(firstPause * (1 << doublings), longestPause)
    }

    /// Name of the topic that takes the events given up on.
    public static func deadLetterTopic(of topic: String) -> String {
        topic + ".dead-letter"
    }
}
