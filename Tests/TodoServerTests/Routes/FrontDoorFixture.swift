import CivilTime
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import NIOEmbedded
import NIOPosix
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoServer

/// An invoker that reaches nobody.
struct DeafInvoker: ServiceInvoker {
    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        throw InvocationError.unavailable("nobody listens")
    }
}

/// The routes over stores in memory, asked without a network.
struct FrontDoorFixture {
    let store = MemoryTaskStore(epoch: "epoch")
    let accounts = MemoryAccounts()
    let webhooks = MemoryWebhookStore()
    let resolver = ScriptedResolver()
    let registry = PrometheusRegistry()
    let tokens: AccessTokens
    /// All that is served.
    let surfaces: [FrontDoor.Surface]
    private let basis: FrontDoor.Basis
    let revocations: Revocations
    /// Every route, served or refused.
    let routes: [(path: String, method: HTTPRequest.Method)]
    private static let passwordCost = PasswordHash.Cost(logarithmOfRounds: 4, blockSize: 8, parallelism: 1)
    private let peer: String?
    private let responder: RouterResponder<TodoRequestContext>
    private let conformance: APIConformance

    init(
        clock: any WallClock = FixedClock("2026-01-31T09:00:00Z"), policy: FrontDoorPolicy = .init(),
        peer: String? = nil, checkReadiness: @escaping @Sendable () async throws -> Void = {}
    ) async {
        let lane = MultiThreadedEventLoopGroup.singleton.next().executor
        let karachi = ZoneRules(name: "Asia/Karachi", offsetSeconds: 18_000)
        let zones = MemoryZoneDatabase([karachi])
        self.peer = peer
        tokens = await AccessTokens(secrets: [Array(repeating: 7, count: 32)], clock: clock)
        revocations = Revocations(isKnown: true)
        let callers = Authenticator(
            tokens: tokens, revocations: revocations, apiTokens: APITokenDirectory(store: accounts), clock: clock)
        let tasks = TaskService(lane: lane, store: store, clock: clock, zones: zones)
        let log = MemoryAuditLog()
        let audit = AuditService(lane: lane, log: log, digest: ContentHash())
        let files = FileSurface(
            tasks: tasks, audit: audit, authenticator: callers, feeds: MemoryFeeds(), webhooks: webhooks,
            users: MemoryUsers(accounts: accounts, log: log), passwordThreads: .singleton)
        let realtime = RealtimeService(lane: lane, replica: "test", invoker: DeafInvoker(), clock: clock)
        basis = FrontDoor.Basis(
            zones: zones, clock: clock, random: SystemRandomSource(), registry: registry,
            checkReadiness: checkReadiness)
        surfaces = [
            .page, .accounts(accounts, accounts, callers, passwordThreads: .singleton), .access(accounts, callers),
            .tasks(tasks, audit, callers), .files(files),
            .webhooks(
                WebhookSurface(store: webhooks, resolver: resolver, allowsPrivate: false, authenticator: callers)),
            .realtime(realtime, CommandDesk(invoker: DeafInvoker(), clock: clock), callers),
        ]
        conformance = APIConformance(OperationCatalogue.operations(of: surfaces))
        var frontDoor = FrontDoor(
            basis, serving: surfaces, policy: policy,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // Hashes of full strength would take most of the tests' time.
        frontDoor.passwordCost = FrontDoorFixture.passwordCost
        let router = frontDoor.router()
        routes = router.routes.map { ($0.path.description, $0.method) }
        responder = router.buildResponder()
    }

    /// Somebody who signed up.
    struct Somebody {
        let id: String
        let token: String

        /// The path of something of theirs.
        func path(_ rest: String) -> String { "/api/\(id)/\(rest)" }
    }

    /// Signs somebody up; throws when that is refused.
    func signUp(_ email: String) async throws -> Somebody {
        let body = #"{"email":"\#(email)","password":"correct horse"}"#
        let answer = try await send(.post, "/api/auth/sign-up", body)
        guard answer.status == 201, case .object(let user) = answer["user"], case .string(let id) = user["id"],
            case .string(let token) = answer["token"]
        else { throw Problem(.unavailable, answer.text) }
        return Somebody(id: id, token: token)
    }

    /// Makes an account of a user whose identity is known before.
    func addAccount(of user: UserID, _ email: String, password: String) async throws {
        let hasher = PasswordHasher(
            pool: .singleton, random: SystemRandomSource(), cost: FrontDoorFixture.passwordCost)
        try await accounts.create(
            Account(
                userID: user, email: email, passwordHash: try await hasher.hash(password),
                createdAt: basis.clock.now()))
    }

    /// What somebody has, as the API shows it.
    func contents(of somebody: Somebody) async throws -> [String] {
        var contents: [String] = []
        for path in ["tasks", "tags", "settings", "tokens", "webhooks", "audit"] {
            contents.append(try await send(.get, somebody.path(path), token: somebody.token).text)
        }
        return contents
    }

    /// A front door of the same basis that serves those surfaces only.
    func frontDoor(serving surfaces: [FrontDoor.Surface]) -> FrontDoor {
        FrontDoor(basis, serving: surfaces, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The answer to a request, which must be as documented; a body is sent as JSON unless the headers say otherwise.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, token: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        if let token { fields[.authorization] = "Bearer \(token)" }
        let head = HTTPRequest(method: method, scheme: "http", authority: "test", path: path, headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body ?? "")))
        let channel = EmbeddedChannel()
        // A channel that nobody closes keeps itself alive.
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        if let peer { channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 40_000) }
        let source = ApplicationRequestContextSource(
            channel: channel, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let response = try await responder.respond(to: request, context: TodoRequestContext(source: source))
        let collector = BodyCollector()
        try await response.body.write(collector)
        let answer = Answer(status: response.status.code, headers: response.headers, text: collector.text)
        let faults = conformance.faults(of: answer, to: method, path)
        #expect(faults == [], "\(method.rawValue) \(path) is not answered as documented: \(answer.text)")
        return answer
    }
}

/// What was answered.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: JSONValue { (try? JSONReader.read(Array(text.utf8))) ?? .null }

    subscript(name: String) -> JSONValue {
        guard case .object(let members) = json else { return .null }
        return members[name] ?? .null
    }

    /// JSON pointers of the faults that a problem names.
    var pointers: [String] {
        guard case .array(let errors) = self["errors"] else { return [] }
        return errors.compactMap { error in
            guard case .object(let members) = error, case .string(let pointer) = members["pointer"] else { return nil }
            return pointer
        }
    }
}

/// Keeps a body's bytes.
private final class BodyCollector: ResponseBodyWriter {
    private let bytes = Mutex<[UInt8]>([])
    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    func write(_ buffer: ByteBuffer) async throws {
        bytes.withLock { $0 += Array(buffer.readableBytesView) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
