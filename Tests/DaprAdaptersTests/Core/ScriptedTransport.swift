import CivilTime
import DaprAdapters
import ServicePorts
import Synchronization

/// A sidecar whose answers a test decides, and which keeps what it was asked.
final class ScriptedTransport: DaprTransport {
    typealias Script = @Sendable (_ request: DaprRequest, _ number: Int) throws(DaprTransportError) -> DaprResponse

    private let script: Script
    private let seen: Mutex<[DaprRequest]> = Mutex([])

    init(_ script: @escaping Script) {
        self.script = script
    }

    /// Answers every request with that status and body.
    convenience init(_ status: Int, _ body: String = "") {
        self.init { _, _ in DaprResponse(status, body: Array(body.utf8)) }
    }

    var requests: [DaprRequest] { seen.withLock { $0 } }

    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        let number = seen.withLock { requests in
            requests.append(request)
            return requests.count
        }
        return try script(request, number)
    }
}

/// A clock that stands at an instant and moves only by sleeping.
final class SteppedClock: WallClock {
    private let instant: Mutex<Timestamp>
    private let naps: Mutex<[Duration]> = Mutex([])

    init(_ start: Timestamp = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)) {
        instant = Mutex(start)
    }

    var sleeps: [Duration] { naps.withLock { $0 } }

    func now() -> Timestamp { instant.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
        naps.withLock { $0.append(duration) }
        instant.withLock { $0 = $0 + duration }
        await Task.yield()
    }
}

extension DaprResponse {
    /// An error as the sidecar tells it.
    static func failure(_ status: Int, _ code: String, _ message: String = "why") -> DaprResponse {
        DaprResponse(status, body: Array(#"{"errorCode":"\#(code)","message":"\#(message)"}"#.utf8))
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension DaprRequest {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// What the tests publish.
struct Order: Codable, Sendable, Equatable {
    var number: Int64
}

let orders = Topic<Order>("orders")

func order(_ number: Int64, key: String = "customer") -> CloudEvent<Order> {
    CloudEvent(
        id: "order-\(number)", type: "com.example.order.v1", source: "/shop", time: .epoch, partitionKey: key,
        sequence: number, correlationID: "c", data: Order(number: number))
}
