import CivilTime
import DaprAdapters
import DaprHTTP
import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoServer
@testable import todo

/// A delivery that a connection answers by itself must be answered as the router would have answered it.
@Suite("Answers of the connection itself")
struct DirectAnswerTests {
    private static let user = "00000000-0000-4000-8000-000000000001"
    private static let token = "a-token-of-the-sidecar"

    private static func event(_ sequence: Int, user: String = user, owner: String = user) -> String {
        #"{"specversion":"1.0","id":"\#(user)/\#(sequence)/task-update","type":"com.evolutiontodo.task.sync.v1","#
            + #""source":"/services/backend-service","subject":"43","time":"2026-01-06T12:00:00Z","#
            + #""partitionkey":"\#(user)","sequence":"\#(sequence)","correlationid":"c","data":{"event_type":"sync","#
            + #""task_id":43,"user_id":"\#(owner)","changes":{"deleted":true},"source_client":"api","#
            + #""timestamp":"2026-01-06T12:00:00Z","kind":"task_deleted","correlation_id":"c"}}"#
    }

    private static func bulk(_ events: [String]) -> String {
        let entries = events.enumerated().map { #"{"entryId":"\#($0)","event":\#($1),"metadata":{}}"# }
        return #"{"id":"b","topic":"task-updates","entries":[\#(entries.joined(separator: ","))]}"#
    }

    private static func request(
        _ body: String, type: String = "application/cloudevents+json",
        path: String = "/events/task-updates/websocket-service-one",
        method: String = "POST", version: String = "1.1", token: String? = token, extra: [String] = []
    ) -> String {
        let lines =
            ["\(method) \(path) HTTP/\(version)", "Host: here", "Content-Type: \(type)"]
            + (token.map { ["dapr-api-token: \($0)"] } ?? []) + extra + ["Content-Length: \(body.utf8.count)"]
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private static let good = request(event(1))
    private static let cases: [(name: String, bytes: String, isDirect: Bool)] = [
        ("one event", good, true),
        ("several", good + request(event(2)) + request(event(3)), true),
        (
            "a trace",
            request(event(1), extra: ["traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]), true
        ),
        ("bulk", request(bulk([event(1), event(2)]), type: "application/json"), true),
        ("empty bulk", request(bulk([]), type: "application/json"), false),
        ("bulk with one that cannot be read", request(bulk([event(1), "{}"]), type: "application/json"), false),
        (
            "bulk with one of two users", request(bulk([event(1), event(2, owner: "x")]), type: "application/json"),
            false
        ),
        ("one of two users", request(event(1, owner: "x")), false),
        ("no JSON", request("nonsense"), false), ("nothing", request(""), false),
        ("no UTF-8 name", request(event(1).replacing("sync.v1", with: "s\\u0000ync")), false),
        ("a wrong token", request(event(1), token: "other"), false), ("no token", request(event(1), token: nil), false),
        ("two tokens", request(event(1), extra: ["dapr-api-token: other"]), false),
        ("another group", request(event(1), path: "/events/task-updates/other"), false),
        ("a query", request(event(1), path: "/events/task-updates/websocket-service-one?a=b"), false),
        ("HEAD", request("", method: "HEAD"), false), ("PUT", request(event(1), method: "PUT"), false),
        ("GET", request("", method: "GET"), false), ("HTTP/1.0", request(event(1), version: "1.0"), false),
        ("the last request", request(event(1), extra: ["Connection: close"]) + good, false),
        ("a request that asks first", request(event(1), extra: ["Expect: 100-continue"]), false),
        (
            "an ordinary request before and after",
            request("", path: "/nowhere") + good + request("", path: "/nowhere"), false
        ),
        ("an ordinary request after", good + request("", path: "/nowhere"), true),
        ("garbage after", good + "nonsense\r\n\r\n", true),
        (
            "in chunks",
            "POST /events/task-updates/websocket-service-one HTTP/1.1\r\nHost: here\r\n"
                + "dapr-api-token: \(token)\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "\(String(event(1).utf8.count, radix: 16))\r\n\(event(1))\r\n0\r\n\r\n",
            false
        ),
    ]

    @Test("the same bytes but for time and identity, whether or not a connection answers by itself")
    func equality() async throws {
        let ordinary = try await Pod(isDirect: false)
        let direct = try await Pod(isDirect: true)
        for (name, bytes, isDirect) in Self.cases {
            let expected = await ordinary.answer(bytes)
            let given = await direct.answer(bytes)
            #expect(given == expected, "\(name)")
            #expect(!expected.isEmpty || name == "HEAD", "\(name)")
            #expect((direct.takeCount() > 0) == isDirect, "\(name)")
        }
        await ordinary.stop()
        await direct.stop()
    }

    @Test("a server that stops closes connections that only ever brought deliveries, and does not wait for them")
    func stopping() async throws {
        let pod = try await Pod(isDirect: true)
        let line = Line(port: pod.port)
        line.send(Self.good)
        #expect(line.receive(until: "SUCCESS").contains("200 OK"))
        let end = Task.detached { line.receive(until: "never said") }
        await pod.stop()
        #expect(await end.value.isEmpty)
    }
}

/// A front door with the realtime service behind its sidecar's callbacks.
private final class Pod: Sendable {
    let port: Int
    private let directs: Counts
    private let server: Task<Void, any Error>
    private let services: ServiceGroup

    init(isDirect: Bool) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let clock = SystemClock()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let lane = SharedLane(home: group.next())
        let callbacks = DaprCallbacks(settings: .init(token: "a-token-of-the-sidecar"))
        let bus = DaprEventBus(transport: NoTransport(), callbacks: callbacks, clock: clock)
        let service = RealtimeService(lane: lane, replica: "one", invoker: DeafInvoker(), clock: clock)
        _ = try await service.start(on: bus)
        let counts = Counts()
        var requests = DirectUpdates(
            service: service, lane: lane, settings: .init(token: "a-token-of-the-sidecar")
        ).requests
        let answer = requests.answer
        requests.answer = { request in
            let answer = answer(request)
            if answer != nil { counts.add() }
            return answer
        }
        let frontDoor = FrontDoor(
            .init(
                zones: MemoryZoneDatabase([]), clock: clock, random: SystemRandomSource(),
                registry: PrometheusRegistry(),
                checkReadiness: {}),
            serving: [.foreign(DaprMiddleware<TodoRequestContext>(callbacks: callbacks))]
                + (isDirect ? [.direct(requests)] : []),
            logger: logger)
        let (ports, told) = AsyncStream<Int>.makeStream()
        let listening = frontDoor.server(
            host: "127.0.0.1", port: 0, mostConnections: 100, mostSockets: 10, group: group
        ) { told.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [listening], logger: logger))
        server = Task { try await services.run() }
        self.services = services
        directs = counts
        var first: Int?
        for await port in ports {
            first = port
            break
        }
        port = try #require(first)
    }

    func answer(_ bytes: String) async -> String {
        let port = port
        return await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in
                let line = Line(port: port)
                line.send(bytes)
                line.endInput()
                continuation.resume(returning: Line.withoutTimeAndIdentity(line.receive(until: nil)))
            }
        }
    }

    func takeCount() -> Int { directs.take() }

    func stop() async {
        await services.triggerGracefulShutdown()
        _ = try? await server.value
    }
}

/// How often something happened since it was last asked.
private final class Counts: Sendable {
    private let count = Mutex(0)

    func add() { count.withLock { $0 += 1 } }

    func take() -> Int {
        count.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}

/// A sidecar that nobody reaches.
private struct NoTransport: DaprTransport {
    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        throw .notSent("nobody listens")
    }
}

/// A client's connection, which blocks.
private final class Line: Sendable {
    private let descriptor: CInt

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var patience = timeval(tv_sec: 40, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    func endInput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// What comes until the text is there, or all until the end.
    func receive(until mark: String?) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if let mark, text.contains(mark) { break }
        }
        return text
    }

    /// The answers with what differs from one to the next taken out, headers by name.
    static func withoutTimeAndIdentity(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map { line in
            let name = line.prefix { $0 != ":" }.lowercased()
            if ["date", "x-correlation-id"].contains(name) { return String(line.prefix { $0 != ":" }) }
            guard let identity = line.range(of: #""correlation_id":"[^"]*""#, options: .regularExpression) else {
                return String(line)
            }
            return line.replacingCharacters(in: identity, with: "")
        }.joined(separator: "\n")
    }
}
