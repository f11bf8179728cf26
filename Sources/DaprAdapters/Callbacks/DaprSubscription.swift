internal import CivilTime

/// One subscription as the application asks its sidecar for it.
public struct DaprSubscription: Sendable, Equatable {
    /// How events come in bulk.
    public struct Bulk: Sendable, Equatable {
        /// Most events in one request.
        public var maximumCount: Int
        /// How long the sidecar waits for more events before it brings fewer.
        public var longestWait: Duration

        /// Requests of that many events at most.
        public init(maximumCount: Int = 100, longestWait: Duration = .milliseconds(40)) {
            self.maximumCount = max(1, maximumCount)
            self.longestWait = longestWait
        }
    }

    /// Name of the pub/sub component.
    public var component: String
    /// Topic.
    public var topic: String
    /// The application's path that events come to, percent-encoded.
    public var path: String
    /// Where events go that are given up; nil when they are not.
    public var deadLetterTopic: String?
    /// How events come in bulk; nil brings them one by one.
    public var bulk: Bulk?

    /// A subscription that takes every event of a topic to one path.
    public init(
        component: String, topic: String, path: String, deadLetterTopic: String? = nil, bulk: Bulk? = nil
    ) {
        self.component = component
        self.topic = topic
        self.path = path
        self.deadLetterTopic = deadLetterTopic
        self.bulk = bulk
    }
}

/// A subscription as `GET /dapr/subscribe` tells it.
struct SubscriptionEntry: Encodable {
    struct Bulk: Encodable {
        var enabled = true
        var maxMessagesCount: Int
        var maxAwaitDurationMs: Int64
    }

    var pubsubname: String
    var topic: String
    var route: String
    var deadLetterTopic: String?
    var bulkSubscribe: Bulk?

    init(_ subscription: DaprSubscription) {
        pubsubname = subscription.component
        topic = subscription.topic
        route = subscription.path
        deadLetterTopic = subscription.deadLetterTopic
        bulkSubscribe = subscription.bulk.map {
            Bulk(maxMessagesCount: $0.maximumCount, maxAwaitDurationMs: $0.longestWait.wholeMilliseconds)
        }
    }
}
