internal import ArgumentParser

/// Looks into the topics of a cluster, and brings what is on them to a service again.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Look into the events on Kafka's topics, and replay them.",
        subcommands: [EventsTailCommand.self, EventsReplayCommand.self, EventsVerifyCommand.self]
    )
}
