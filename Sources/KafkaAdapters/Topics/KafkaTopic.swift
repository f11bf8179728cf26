/// A topic as the brokers describe it.
public struct KafkaTopic: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// How many partitions it has.
    public let partitions: Int
    /// How many brokers keep a copy of each partition.
    public let replicas: Int

    /// A topic with every field given.
    public init(name: String, partitions: Int, replicas: Int) {
        self.name = name
        self.partitions = partitions
        self.replicas = replicas
    }
}

/// A topic to be made.
public struct KafkaTopicDefinition: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How many partitions, at least 1: it bounds how many members of a group share the work.
    public var partitions: Int
    /// How many copies of each partition; nil for what the brokers are set to.
    public var replicas: Int?
    /// The topic's own settings by Kafka's names, for example `retention.ms`.
    public var configuration: [String: String]

    /// A topic with every field given.
    public init(name: String, partitions: Int, replicas: Int? = nil, configuration: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replicas = replicas
        self.configuration = configuration
    }
}
