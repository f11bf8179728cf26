internal import ArgumentParser
internal import KafkaAdapters
internal import ServicePorts
internal import TodoServer

/// Prints the events of a topic.
struct EventsTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print a topic's events, each as a line of JSON.",
        discussion: """
            Joins no consumer group, so no service misses an event. Lines come in order within a partition. A line has
            the members partition, offset, timestamp, key, headers and event, or text for a value that is no JSON.
            """
    )

    @Option(help: "The topic.") var topic: String = "task-events"
    @Option(help: "Where to begin: beginning, end, an offset, or an instant such as 2026-01-31T09:00:00Z.")
    var from: String = "beginning"
    @Flag(help: "Go on with events that are published later.") var follow = false
    @Option(help: "Only this partition; give it once for each.") var partition: [Int32] = []
    @OptionGroup(title: "Kafka") var kafka: KafkaOptions

    func run() async throws {
        let start = try KafkaReadingStart(text: from)
        let reader = try kafka.reader()
        do {
            let records = try await reader.records(
                of: topic, from: start, until: follow ? .never : .now,
                partitions: partition.isEmpty ? nil : Set(partition))
            for try await record in records { StandardStream.output.write(line: try EventLine(record).line()) }
        } catch let error as EventBusError {
            throw ProgramFault(error.message)
        }
    }
}
