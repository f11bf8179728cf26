internal import ArgumentParser
internal import FoundationEssentials
internal import TodoServer

/// Shows what `serve` would run with.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show every setting with its value, source and default.")

    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() async throws {
        let settings = try SettingsLoader(
            flags: flags.values, environment: ProcessInfo.processInfo.environment
        ).load()
        StandardStream.output.write(line: SettingsTable(settings: settings).description)
    }
}
