internal import EmbeddedAdapters
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import ServicePorts
internal import TodoServer
internal import UnixSignals

/// Every service in one process on one SQLite file, from start to stop.
struct EmbeddedProgram {
    let settings: Settings

    /// Serves until SIGTERM or SIGINT, then lets requests finish within the grace; throws `ProgramFault` or
    /// `SettingsFault` when it cannot serve.
    func run() async throws {
        let observability = Observability(settings: settings)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threadCount)
        let passwordThreads = NIOThreadPool(numberOfThreads: settings.integer(.passwordThreads))
        passwordThreads.start()
        let database = try openDatabase()
        do {
            let wiring = try await EmbeddedWiring(
                settings: settings, database: database, lanes: Lanes(group), passwordThreads: passwordThreads,
                registry: observability.registry)
            try await serve(wiring, on: group)
        } catch {
            try? database.close()
            throw error
        }
        try database.close()
        try await passwordThreads.shutdownGracefully()
        try await group.shutdownGracefully()
    }

    private var threadCount: Int {
        let asked = settings.integer(.threads)
        return asked == 0 ? System.coreCount : asked
    }

    private func openDatabase() throws -> EmbeddedDatabase {
        do {
            return try EmbeddedDatabase(path: settings.text(.database))
        } catch let error as EmbeddedDatabaseError {
            throw ProgramFault(error.message)
        }
    }

    private func serve(_ wiring: EmbeddedWiring, on group: MultiThreadedEventLoopGroup) async throws {
        let host = settings.text(.host)
        let port = settings.integer(.port)
        let server = wiring.frontDoor.server(
            host: host, port: port, mostConnections: settings.integer(.mostConnections), group: group
        ) { port in
            StandardStream.output.write(line: "todo serves http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        }
        // The first started is the last stopped: requests end before what they rely on.
        var configuration = ServiceGroupConfiguration(
            services: wiring.loops + [ListeningService(server: server, host: host, port: port)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "lifecycle"))
        configuration.maximumGracefulShutdownDuration = .seconds(settings.integer(.shutdownGraceSeconds))
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // The grace was over before the last request was; whatever was acknowledged is stored.
            Logger(label: "lifecycle").notice("stopped with requests unfinished")
        }
    }
}
