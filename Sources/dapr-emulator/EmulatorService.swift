internal import DaprEmulator
internal import ServiceLifecycle

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An emulator that ends on signals.
struct EmulatorService: Service {
    private let emulator: DaprEmulator
    private let control: ControlEndpoint?

    /// Binds all ports, and tells them on standard output; throws `EmulatorError`.
    init(_ description: EmulatorFile, controlPort: Int?) async throws {
        let emulator = try DaprEmulator(description.settings)
        do {
            for sidecar in description.sidecars {
                let endpoint = try await emulator.addSidecar(sidecar)
                print("\(endpoint.appID) \(endpoint.port)")
            }
            control = if let controlPort { try await ControlEndpoint(emulator, port: controlPort) } else { nil }
            if let control { print("control \(control.port)") }
        } catch {
            await emulator.discard()
            throw error
        }
        // Who waits for these lines reads them through a pipe.
        fflush(nil)
        self.emulator = emulator
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await emulator.run() }
                if let control {
                    group.addTask { await control.run() }
                }
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            emulator.stop()
        }
    }
}
