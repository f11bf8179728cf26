internal import FoundationEssentials
internal import ServiceLifecycle
internal import TodoServer

/// One service in a process of its own, on PostgreSQL and beside a Dapr sidecar, from start to stop.
struct ClusterProgram {
    let service: ClusterService
    let settings: Settings

    /// Serves until SIGTERM or SIGINT, then lets requests finish within the grace; throws `ProgramFault` or
    /// `SettingsFault` when it cannot serve.
    func run() async throws {
        let process = ServingProcess(
            "todo \(service.rawValue)", settings: settings, standardPort: service.standardPort)
        let ports = try await StartupFault.translated {
            try await ClusterPorts(service, process, environment: ProcessInfo.processInfo.environment)
        }
        do {
            let wiring = try await StartupFault.translated {
                try await ports.requireUsable()
                return try await ClusterWiring(service, process, ports)
            }
            try await process.serve(wiring.frontDoor, beside: wiring.loops)
        } catch {
            try? await ports.close()
            throw error
        }
        try await ports.close()
        try await process.end()
    }
}
