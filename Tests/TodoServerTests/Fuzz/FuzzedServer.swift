import CivilTime
import EmbeddedAdapters
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServicePorts
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoServer

/// A whole front door on loopback, over stores in memory.
final class FuzzedServer: Sendable {
    let port: Int
    /// A token that is good.
    let token: String
    private let server: Task<Void, any Error>
    private let services: ServiceGroup

    init() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let clock = SystemClock()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let accounts = MemoryAccounts()
        let tokens = await AccessTokens(secrets: [Array(repeating: 7, count: 32)], clock: clock)
        let callers = Authenticator(
            tokens: tokens, revocations: Revocations(isKnown: true), apiTokens: APITokenDirectory(store: accounts),
            clock: clock)
        let zones = MemoryZoneDatabase([])
        let tasks = TaskService(
            lane: group.next().executor, store: MemoryTaskStore(epoch: "epoch"), clock: clock, zones: zones,
            logger: logger)
        let invoker = LocalServiceInvoker(clock: clock)
        try await tasks.serveMethods(on: invoker)
        let audit = AuditService(lane: group.next().executor, log: MemoryAuditLog(), digest: ContentHash())
        let realtime = RealtimeService(
            lane: group.next().executor, replica: "one", rooms: WebSocketRooms(), invoker: invoker, clock: clock)
        var policy = FrontDoorPolicy()
        policy.compressesSockets = true
        let frontDoor = FrontDoor(
            .init(
                zones: zones, clock: clock, random: SystemRandomSource(), registry: PrometheusRegistry(),
                checkReadiness: {}),
            serving: [
                .page, .access(accounts, callers), .tasks(tasks, audit, callers),
                .realtime(realtime, CommandDesk(invoker: invoker, clock: clock), callers),
            ], policy: policy, logger: logger)
        token = try await tokens.issue(for: UserID("ada"))
        let (ports, told) = AsyncStream<Int>.makeStream()
        let listening = frontDoor.server(
            host: "127.0.0.1", port: 0, mostConnections: 1_000, mostSockets: 500, group: group
        ) { told.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [listening], logger: logger))
        server = Task { try await services.run() }
        self.services = services
        var first: Int?
        for await port in ports {
            first = port
            break
        }
        port = try #require(first)
    }

    /// What the server says to those bytes on a connection of their own, and whether it then ends the connection.
    func answer(_ bytes: [UInt8], lingers: Bool = false) async -> (bytes: [UInt8], isEnded: Bool) {
        await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { [port] _ in
                let line = FuzzedLine(port: port)
                line.send(bytes)
                continuation.resume(returning: line.conclude(lingers: lingers))
            }
        }
    }

    func stop() async {
        await services.triggerGracefulShutdown()
        _ = try? await server.value
    }
}
