import DaprAdapters
import DaprEmulator
import DaprHTTP
import PortContracts
import ServicePorts
import SidecarRules
import Synchronization

/// An emulator, and applications that are served over HTTP beside sidecars of it.
final class PodWorld: Sendable {
    let emulator: DaprEmulator
    let letters = Letters()
    private let starts: AsyncStream<Pod>
    private let starting: AsyncStream<Pod>.Continuation
    private let pods: Mutex<[Pod]> = Mutex([])

    /// Many worlds at once on a small machine would make everything late.
    private static let slots = Slots(8)

    private init(_ settings: EmulatorSettings) throws {
        emulator = try DaprEmulator(settings)
        (starts, starting) = AsyncStream.makeStream(of: Pod.self)
    }

    /// Runs the body beside a running emulator, and ends everything that it started.
    static func run(
        _ settings: EmulatorSettings = .forAdapters, _ body: @escaping @Sendable (PodWorld) async throws -> Void
    ) async throws {
        await slots.take()
        defer { slots.giveBack() }
        let world = try PodWorld(settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await world.emulator.run() }
            group.addTask {
                await withDiscardingTaskGroup { pods in
                    for await pod in world.starts { pods.addTask { await pod.serve() } }
                }
            }
            let result = await Result { try await body(world) }
            for pod in world.pods.withLock({ $0 }) { try await pod.shutDown() }
            world.starting.finish()
            world.emulator.stop()
            try await group.waitForAll()
            try result.get()
        }
    }

    /// An application with its sidecar; one that listens has it once it was started.
    func pod(
        _ appID: String, listens: Bool = true, callbacks: DaprCallbackSettings = .init(),
        _ change: (inout SidecarDescription, inout DaprBusSettings) -> Void = { _, _ in }
    ) async throws -> Pod {
        var description = SidecarDescription(appID: appID)
        var settings = DaprBusSettings()
        settings.component = { $0.start == .latest ? "bus-newest" : "bus" }
        settings.onGivenUp = letters.add
        change(&description, &settings)
        let pod = Pod(description, settings, callbacks)
        pods.withLock { $0.append(pod) }
        if !listens { try await pod.addSidecar(to: emulator) }
        return pod
    }

    /// Has the application listen; returns once its sidecar brings what comes.
    func start(_ pod: Pod) async throws {
        starting.yield(pod)
        await pod.waitUntilListening()
        let sidecar = try await pod.addSidecar(to: emulator)
        try await eventually(on: SystemClock(), "the sidecar of '\(sidecar.appID)' is ready") { sidecar.isReady }
    }
}

extension EmulatorSettings {
    /// Components that the suites need, with pauses that suit a test.
    static var forAdapters: EmulatorSettings {
        var oldest = PubSubComponent(name: "bus")
        oldest.beginsAtOldest = true
        oldest.inbound = .constant(.milliseconds(20), maximumRetries: nil)
        var newest = oldest
        newest.name = "bus-newest"
        newest.beginsAtOldest = false
        let secrets = AdapterContractTests.secrets
        var settings = EmulatorSettings(
            pubSubs: [oldest, newest], stateStores: [StateComponent(name: "state")],
            secretStores: [
                SecretComponent(name: "file", store: .file(secrets)),
                SecretComponent(name: "environment", store: .environment(secrets)),
            ])
        settings.invocationPause = .milliseconds(10)
        settings.commitInterval = .milliseconds(50)
        return settings
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
