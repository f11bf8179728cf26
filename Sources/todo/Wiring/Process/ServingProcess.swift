internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import TodoServer
internal import UnixSignals

/// What every process that serves has: threads, logs, figures, a port, and an end on SIGTERM or SIGINT.
struct ServingProcess {
    let settings: Settings
    /// What it calls itself when it serves, for example `todo backend`.
    let name: String
    let port: Int
    let observability: Observability
    let group: MultiThreadedEventLoopGroup
    /// Threads on which passwords are hashed.
    let passwordThreads: NIOThreadPool
    /// Threads on which names of hosts are resolved; a slow one holds its thread up.
    let resolverThreads = NIOThreadPool(numberOfThreads: 8)

    /// A process on that port, unless the settings name another.
    init(_ name: String, settings: Settings, standardPort: Int) {
        self.name = name
        self.settings = settings
        port = settings.isDefault(.port) ? standardPort : settings.integer(.port)
        FileLimit.raise()
        observability = Observability(settings: settings)
        let threads = settings.integer(.threads)
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads == 0 ? System.coreCount : threads)
        passwordThreads = NIOThreadPool(numberOfThreads: settings.integer(.passwordThreads))
        passwordThreads.start()
        resolverThreads.start()
    }

    /// Serves until SIGTERM or SIGINT, then lets requests finish within the grace; throws `ProgramFault` when it cannot
    /// listen.
    func serve(_ frontDoor: FrontDoor, beside loops: [any Service]) async throws {
        let host = settings.text(.host)
        let server = frontDoor.server(
            host: host, port: port, mostConnections: settings.integer(.mostConnections),
            mostSockets: settings.integer(.mostSockets), group: group
        ) { [name] port in
            StandardStream.output.write(
                line: "\(name) serves http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        }
        // The first started is the last stopped: requests end before what they rely on.
        var configuration = ServiceGroupConfiguration(
            services: loops + [ListeningService(server: server, host: host, port: port)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "lifecycle"))
        configuration.maximumGracefulShutdownDuration = .seconds(settings.integer(.shutdownGraceSeconds))
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // The grace was over before the last request was; whatever was acknowledged is stored.
            Logger(label: "lifecycle").notice("stopped with requests unfinished")
        }
    }

    /// Lets go of the threads.
    func end() async throws {
        try await passwordThreads.shutdownGracefully()
        try await resolverThreads.shutdownGracefully()
        try await group.shutdownGracefully()
    }
}
