internal import CPostgres

/// A connection in the making, confined to the thread of its loop.
final class PostgresConnecting {
    typealias Answer = Result<PostgresConnection, PostgresError>

    private let settings: PostgresSettings
    private let loop: PollLoop
    private var handle: OpaquePointer?
    private var timer: TimerQueue.Token?
    private var completion: ((Answer) -> Void)?

    private init(settings: PostgresSettings, loop: PollLoop, completion: @escaping (Answer) -> Void) {
        self.settings = settings
        self.loop = loop
        self.completion = completion
    }

    // A loop that is stopped lets go of what waits on it.
    deinit {
        if let handle { PQfinish(handle) }
        completion?(.failure(PostgresError(.connecting, "connecting to \(settings.place) was given up")))
    }

    /// Connects on the loop's thread and answers there; without a limit the server carries statements out for ever.
    static func start(
        settings: PostgresSettings, serverTimeout: Duration?, loop: PollLoop, completion: @escaping (Answer) -> Void
    ) {
        let connecting = PostgresConnecting(settings: settings, loop: loop, completion: completion)
        connecting.timer = loop.schedule(after: settings.connectTimeout) { connecting.fail(nil) }
        // The loop alone keeps it, so that it ends on the loop's thread.
        let target = Carried(value: Target(connecting: connecting))
        // libpq looks the host's name up before it returns.
        BlockingCall.start(named: "postgres-connect") {
            let handle = UnclaimedHandle(PostgresConnecting.begin(settings, serverTimeout))
            loop.execute { target.value.connecting?.go(on: handle.claim()) }
        }
    }

    private struct Target {
        weak var connecting: PostgresConnecting?
    }

    private static func begin(_ settings: PostgresSettings, _ serverTimeout: Duration?) -> OpaquePointer? {
        let parameters = settings.connectionParameters(serverTimeout: serverTimeout)
        let keywords = parameters.map { $0.keyword.duplicated }
        let values = parameters.map { $0.value.duplicated }
        defer { for text in keywords + values { text.deallocate() } }
        return PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
    }

    private func go(on handle: OpaquePointer?) {
        guard let handle else { return fail("libpq is out of memory") }
        guard completion != nil else { return PQfinish(handle) }
        self.handle = handle
        guard PQstatus(handle) != CONNECTION_BAD else { return fail(lastMessage) }
        wait(for: .writable)
    }

    private func wait(for interest: PollLoop.Interest) {
        guard let handle else { return }
        // The socket may be another one each time, as libpq tries one address after the other.
        loop.watch(PQsocket(handle), for: interest) { self.advance() }
    }

    private func advance() {
        guard let handle else { return }
        loop.unwatch(PQsocket(handle))
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: wait(for: .readable)
        case PGRES_POLLING_WRITING: wait(for: .writable)
        case PGRES_POLLING_OK:
            self.handle = nil
            answer(.success(PostgresConnection(owning: handle, settings: settings, loop: loop)))
        default: fail(lastMessage)
        }
    }

    private var lastMessage: String {
        handle.map { String(cString: PQerrorMessage($0)).onOneLine } ?? ""
    }

    private func fail(_ reason: String?) {
        let reason = reason ?? "no answer within \(settings.connectTimeout)"
        if let handle {
            loop.unwatch(PQsocket(handle))
            PQfinish(handle)
        }
        handle = nil
        answer(.failure(PostgresError(.connecting, "cannot connect to \(settings.place): \(reason)")))
    }

    private func answer(_ answer: Answer) {
        if let timer { loop.cancel(timer) }
        completion?(answer)
        completion = nil
    }
}

/// A connection of libpq on its way to the loop, freed if nobody waits for it there any more.
private final class UnclaimedHandle: @unchecked Sendable {
    private var handle: OpaquePointer?

    init(_ handle: OpaquePointer?) {
        self.handle = handle
    }

    deinit { if let handle { PQfinish(handle) } }

    /// Takes the connection over.
    func claim() -> OpaquePointer? {
        defer { handle = nil }
        return handle
    }
}

/// What one thread hands to another and keeps no hold of.
struct Carried<Value>: @unchecked Sendable {
    let value: Value
}

extension String {
    /// A copy as C has it, for the receiver to free.
    fileprivate var duplicated: UnsafeMutablePointer<CChar> {
        let bytes = utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { copy[index] = byte }
        return copy
    }
}
