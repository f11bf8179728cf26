public import ServicePorts

/// A broker in memory: topics with partitions, consumer groups, retries, dead letters, and the faults of a real one.
public final class SimulatedEventBus: @unchecked Sendable {
    /// The simulation that it belongs to.
    public let simulation: Simulation
    /// Partitions of each topic.
    public let partitionCount: Int
    /// Sees every event at the instant when the broker takes it.
    public weak var publishWitness: (any PublishWitness)?
    private var topics: [String: TopicLog] = [:]

    /// An empty broker.
    public init(_ simulation: Simulation, partitions: Int = 4) {
        self.simulation = simulation
        partitionCount = max(1, partitions)
        simulation.pauseActions.append { [weak self] in self?.pauseChanged($0) }
        simulation.releaseActions.append { [self] in
            for topic in topics.values { topic.forgetGroups() }
        }
    }

    /// The broker as one life of a node reaches it.
    public func view(for environment: NodeEnvironment) -> any EventBus & DeadLetterReader {
        SimulatedEventBusView(bus: self, environment: environment)
    }

    /// The broker as code outside all nodes reaches it.
    public var outsideView: any EventBus & DeadLetterReader { view(for: simulation.outside) }

    /// Events that a group has yet to acknowledge; 0 for an unknown topic or group; takes no time.
    public func lag(ofGroup group: String, onTopic topic: String) -> Int {
        topics[topic]?.group(named: group)?.lag ?? 0
    }

    /// Events that groups with members have yet to acknowledge; a crashed node is no member until it is ready again.
    public var totalLag: Int {
        topics.values.reduce(0) { total, topic in
            topic.groups.filter { !$0.members.isEmpty }.reduce(total) { $0 + $1.lag }
        }
    }

    /// Events to acknowledge by topic and group, of groups with members that have any; takes no time.
    public var lags: [(topic: String, group: String, count: Int)] {
        topics.keys.sorted().flatMap { topic in
            (topics[topic]?.groups ?? []).filter { !$0.members.isEmpty && $0.lag > 0 }
                .map { (topic, $0.name, $0.lag) }.sorted { $0.1 < $1.1 }
        }
    }

    /// Events in the topic's logs, duplicates included; takes no time.
    public func eventCount(onTopic topic: String) -> Int {
        topics[topic]?.partitions.reduce(0) { $0 + $1.records.count } ?? 0
    }

    /// The topic's events in the order of their partitions, as the broker has them; takes no time.
    public func events<Payload>(on topic: Topic<Payload>) throws -> [CloudEvent<Payload>] {
        try (topics[topic.name]?.partitions ?? []).flatMap { try $0.records.map { try $0.event(for: topic) } }
    }

    /// Dead letters of a topic in the order in which they were given up; takes no time.
    public func deadLetters(onTopic topic: String) -> [DeadLetter] {
        topics[topic]?.deadLetters ?? []
    }

    /// Sets each group back to the first event that it gave up, as operators do once what was away for long is back;
    /// the group then reads on from there, and what it gave up is no dead letter any more.
    public func readDeadLettersAnew() {
        eachGroup { $0.readDeadLettersAnew() }
    }

    /// A node has begun, or ceased, to stand still: the broker misses its heartbeats only after a while.
    private func pauseChanged(_ environment: NodeEnvironment) {
        guard environment.isPaused else { return eachGroup { $0.readmit(environment) } }
        simulation.plan("missing heartbeats", after: ConsumerGroup.sessionTimeout) { [weak self] in
            if environment.isPaused { self?.eachGroup { $0.expel(environment) } }
        }
    }

    private func eachGroup(_ body: (ConsumerGroup) -> Void) {
        for name in topics.keys.sorted() { topics[name]?.groups.forEach(body) }
    }

    func log(named name: String) -> TopicLog {
        if let known = topics[name] { return known }
        let made = TopicLog(name: name, partitionCount: partitionCount)
        topics[name] = made
        return made
    }

    func group(_ options: SubscriptionOptions, on topic: TopicLog) -> ConsumerGroup {
        if let known = topic.group(named: options.group) { return known }
        let made = ConsumerGroup(
            name: options.group, topic: topic,
            deadLetterLog: log(named: DeliveryRetryPolicy.deadLetterTopic(of: topic.name)), start: options.start,
            simulation: simulation)
        topic.add(made)
        return made
    }
}

/// Sees what the broker takes; it must not call any port.
public protocol PublishWitness: AnyObject {
    /// The event is in the topic's log, perhaps not for the first time.
    func sawPublish<Payload>(_ event: CloudEvent<Payload>, on topic: String)

    /// The event is in the topic's log as those bytes, which a sidecar published, perhaps not for the first time.
    func sawPublish(encoded bytes: [UInt8], on topic: String)
}
