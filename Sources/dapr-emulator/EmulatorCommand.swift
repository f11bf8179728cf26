internal import ArgumentParser
internal import DaprEmulator
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// The program: sidecars for the applications of a description, until a signal ends it.
@main
struct EmulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dapr-emulator",
        abstract: "Runs test doubles of Dapr sidecars on loopback.",
        discussion: """
            Each application gets a sidecar that answers HTTP as Dapr 1.18 does. Broker, state and scheduler are in \
            this process. It is for tests and for trying things out, not for work that matters.
            """)

    @Option(name: .long, help: ArgumentHelp("Description of components and applications in JSON.", valueName: "path"))
    var file: String?

    @Option(
        name: .long,
        help: ArgumentHelp("An application: its id, its port, and the port of its sidecar.", valueName: "id:port:port"))
    var app: [String] = []

    @Option(name: .long, help: ArgumentHelp("File that keeps everything over restarts.", valueName: "path"))
    var journal: String?

    @Option(name: .long, help: ArgumentHelp("Port that takes orders for faults and shows what is inside."))
    var controlPort: Int?

    @Flag(name: .long, help: "Says nothing but errors.")
    var quiet = false

    mutating func run() async throws {
        var description = try file.map(EmulatorFile.init(path:)) ?? EmulatorFile.standard
        description.sidecars += try app.map(EmulatorFile.sidecar(in:))
        guard !description.sidecars.isEmpty else {
            throw ValidationError("there is no application: name some with --app or in the --file")
        }
        if let journal { description.settings.journalPath = journal }
        var logger = Logger(label: "dapr-emulator", factory: StreamLogHandler.standardError(label:))
        logger.logLevel = quiet ? .error : .info
        description.settings.logger = logger
        let service = try await EmulatorService(description, controlPort: controlPort ?? description.controlPort)
        var configuration = ServiceGroupConfiguration(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }
}
