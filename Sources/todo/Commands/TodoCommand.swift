internal import ArgumentParser

/// The program's subcommands.
struct TodoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "todo",
        abstract: "A multi-user todo service in one process on one SQLite file.",
        version: ProgramVersion.text,
        subcommands: [
            ServeCommand.self, ConfigCommand.self, MigrateCommand.self, RRuleCommand.self, EventsCommand.self,
            VersionCommand.self,
        ]
    )
}
