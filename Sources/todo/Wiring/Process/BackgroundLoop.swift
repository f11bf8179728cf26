internal import ServiceLifecycle

/// Work that goes on as long as the process serves.
struct BackgroundLoop: Service {
    private let work: @Sendable () async throws -> Void
    private let stop: (@Sendable () -> Void)?

    /// Work that ends soon after `stop`; without one it is cancelled to stop it.
    init(stop: (@Sendable () -> Void)? = nil, _ work: @escaping @Sendable () async throws -> Void) {
        self.work = work
        self.stop = stop
    }

    func run() async throws {
        do {
            if let stop {
                try await withGracefulShutdownHandler(operation: work, onGracefulShutdown: stop)
            } else {
                try await cancelWhenGracefulShutdown(work)
            }
        } catch is CancellationError {
            return
        }
    }
}
