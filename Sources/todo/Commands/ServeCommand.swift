internal import ArgumentParser
internal import FoundationEssentials

/// Runs every service in one process, or one of them, until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve everything on one port, or one service beside a Dapr sidecar.",
        discussion: """
            Without a service, all run in this process on a SQLite file, with the page, the REST surface and WebSockets
            on one port. With one, it runs alone on PostgreSQL beside a Dapr sidecar, which DAPR_HTTP_ENDPOINT or
            DAPR_HTTP_PORT names; DAPR_API_TOKEN is what the sidecar wants to see, and APP_API_TOKEN what it shows.
            Flags count more than TODO_ variables, and those more than the configuration file.
            """
    )

    @Argument(help: "The service that runs alone; all run in this process without it.") var service: ClusterService?
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() async throws {
        let settings = try SettingsLoader(
            flags: flags.values, environment: ProcessInfo.processInfo.environment
        ).load()
        if let service {
            try await ClusterProgram(service: service, settings: settings).run()
        } else {
            try await EmbeddedProgram(settings: settings).run()
        }
    }
}
