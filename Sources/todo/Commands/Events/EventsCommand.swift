internal import ArgumentParser

/// Looks into the topics of a cluster.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Look into the events on Kafka's topics.",
        subcommands: [EventsTailCommand.self, EventsVerifyCommand.self]
    )
}
