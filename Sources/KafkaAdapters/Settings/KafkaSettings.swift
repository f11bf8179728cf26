/// Where the brokers are and how a program talks to them.
public struct KafkaSettings: Sendable, Equatable {
    /// Brokers to ask first, each as `host:port`.
    public var bootstrapServers: [String]
    /// How the program names itself to the brokers.
    public var clientID: String
    /// Encryption; nil for plain TCP.
    public var tls: KafkaTLS?
    /// Credentials; nil for none.
    public var sasl: KafkaSASL?
    /// How a key chooses its partition.
    public var partitioner: KafkaPartitioner
    /// How long to wait.
    public var timeouts: KafkaTimeouts
    /// How much a subscription takes on at a time.
    public var consumption: KafkaConsumption
    /// True lets the brokers make a topic that a subscription names, if they are set to do so.
    public var createsMissingTopics: Bool
    /// How often metrics are updated; nil for never.
    public var statisticsInterval: Duration?
    /// Further properties of librdkafka by name.
    public var properties: [String: String]

    /// Settings with every value given.
    public init(
        bootstrapServers: [String], clientID: String = "kafka-adapters", tls: KafkaTLS? = nil, sasl: KafkaSASL? = nil,
        partitioner: KafkaPartitioner = .murmur2, timeouts: KafkaTimeouts = .init(),
        consumption: KafkaConsumption = .init(), createsMissingTopics: Bool = false,
        statisticsInterval: Duration? = .seconds(15), properties: [String: String] = [:]
    ) {
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
        self.tls = tls
        self.sasl = sasl
        self.partitioner = partitioner
        self.timeouts = timeouts
        self.consumption = consumption
        self.createsMissingTopics = createsMissingTopics
        self.statisticsInterval = statisticsInterval
        self.properties = properties
    }
}
