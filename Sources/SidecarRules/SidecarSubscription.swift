/// One subscription as the application asks for it.
public struct SidecarSubscription: Sendable, Equatable {
    /// A path for events that a condition picks.
    public struct Rule: Sendable, Equatable {
        /// The condition; an empty one picks every event.
        public var match: String
        /// The application's path.
        public var path: String
    }

    /// Name of the pub/sub component.
    public var component: String
    /// Topic.
    public var topic: String
    /// Paths by condition, in the order in which they are tried.
    public var rules: [Rule]
    /// The path of events that no rule picks; nil when there is none.
    public var defaultPath: String?
    /// Where events go that are given up; nil when they are not.
    public var deadLetterTopic: String?
    /// True takes what is on the topic as bytes and makes an event around them.
    public var isRaw = false
    /// How events are brought together; nil brings each alone.
    public var bulk: Bulk?

    /// How events are brought together.
    public struct Bulk: Sendable, Equatable {
        /// Most events of one request.
        public var maximumCount = 80
        /// How long a request waits to be full.
        public var longestWait: Duration = .seconds(10)

        /// The defaults of the Kafka component.
        public init() {}
    }

    /// A subscription that takes every event of a topic to one path.
    public init(component: String, topic: String, path: String, deadLetterTopic: String? = nil) {
        self.component = component
        self.topic = topic
        rules = []
        defaultPath = path
        self.deadLetterTopic = deadLetterTopic
    }

    /// The application's path for an event; nil when no rule picks it and there is no default.
    ///
    /// A condition that cannot be read or evaluated picks nothing.
    public func path(for event: SidecarJSON) -> String? {
        rules.first { rule in
            rule.match.isEmpty || EventCondition(rule.match)?.holds(for: event) == true
        }?.path ?? defaultPath
    }
}

extension SidecarSubscription {
    /// Where the sidecar asks the application for its subscriptions, once in its life; at no other path.
    public static let path: String = "/dapr/subscribe"

    /// What the application's answer asks for; nothing when it is not 200 with a JSON array.
    ///
    /// Entries without any path are left out.
    public static func read(_ response: SidecarResponse) -> [SidecarSubscription] {
        guard response.status == 200, let entries = SidecarJSON(response.body)?.elements else { return [] }
        return entries.compactMap(SidecarSubscription.init(entry:))
    }

    private init?(entry: SidecarJSON) {
        guard let component = entry["pubsubname"]?.text, let topic = entry["topic"]?.text else { return nil }
        self.init(component: component, topic: topic, path: "", deadLetterTopic: entry["deadLetterTopic"]?.text)
        defaultPath = entry["routes"]?["default"]?.text ?? entry["route"]?.text
        rules = (entry["routes"]?["rules"]?.elements ?? []).compactMap { rule in
            rule["path"]?.text.map { Rule(match: rule["match"]?.text ?? "", path: $0) }
        }
        isRaw = ["true", "1", "t"].contains(entry["metadata"]?["rawPayload"]?.text?.lowercased())
        bulk = entry["bulkSubscribe"].flatMap(Bulk.init(entry:))
        if defaultPath == nil, rules.isEmpty { return nil }
    }

    /// The entry of the application's answer.
    public var entry: SidecarJSON {
        var members: [String: SidecarJSON] = ["pubsubname": .string(component), "topic": .string(topic)]
        if let defaultPath { members["route"] = .string(defaultPath) }
        if let deadLetterTopic { members["deadLetterTopic"] = .string(deadLetterTopic) }
        return .object(members)
    }
}

extension SidecarSubscription.Bulk {
    /// The setting in the application's answer; nil when it is off.
    fileprivate init?(entry: SidecarJSON) {
        guard entry["enabled"] == .boolean(true) else { return nil }
        self.init()
        if let count = entry["maxMessagesCount"]?.whole, count > 0 { maximumCount = count }
        if let wait = entry["maxAwaitDurationMs"]?.whole, wait > 0 { longestWait = .milliseconds(wait) }
    }
}
