internal import ArgumentParser
internal import FoundationEssentials

/// Runs every service until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the page, the REST surface and WebSockets on one port.",
        discussion: "Flags count more than TODO_ variables, and those more than the configuration file."
    )

    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() async throws {
        let settings = try SettingsLoader(
            flags: flags.values, environment: ProcessInfo.processInfo.environment
        ).load()
        try await EmbeddedProgram(settings: settings).run()
    }
}
