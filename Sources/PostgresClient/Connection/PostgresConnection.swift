internal import CPostgres

/// One connection in pipeline mode, confined to the thread of its loop; it carries out one request at a time.
final class PostgresConnection {
    typealias Answer = Result<[PostgresRows], PostgresError>

    let loop: PollLoop
    let settings: PostgresSettings
    /// libpq's connection, nil once it is closed.
    var handle: OpaquePointer?
    /// The socket, which libpq no longer tells once the connection is lost.
    private let socket: Int32
    /// The names under which SQL texts are prepared.
    var preparedNames: [String: String] = [:]
    /// How many names were given to prepared statements.
    var namesSpent = 0
    /// The values of the statement that is being sent.
    var outgoing: [UInt8] = []
    /// What is being carried out.
    var request: PostgresRequest?
    /// Called once, when the connection is closed for whatever reason.
    var onClose: ((PostgresError) -> Void)?
    /// Called with the channel of each notification.
    var onNotification: ((String) -> Void)?
    private(set) var closeError: PostgresError?

    /// Takes over a connection that is made and idle.
    init(owning handle: OpaquePointer, settings: PostgresSettings, loop: PollLoop) {
        self.handle = handle
        self.settings = settings
        self.loop = loop
        socket = PQsocket(handle)
        PQsetnonblocking(handle, 1)
        // Notices are the server's advice to people who type; they would go to standard error.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        PQenterPipelineMode(handle)
        loop.watch(socket, for: .readable) { [weak self] in self?.socketIsReady() }
    }

    deinit { close(PostgresError(.disconnected, "the connection is no longer needed")) }

    /// True when nothing is carried out and the connection stands as far as is known.
    var isIdle: Bool { handle != nil && request == nil }

    /// True when the connection stands, and outside of any transaction.
    var isReusable: Bool {
        guard let handle, isIdle else { return false }
        return PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// Ends the connection; whatever is carried out fails.
    func close(_ error: PostgresError) {
        guard let handle else { return }
        self.handle = nil
        closeError = error
        loop.unwatch(socket)
        PQfinish(handle)
        let request = self.request
        self.request = nil
        if let request { finish(request, .failure(request.failure ?? error)) }
        onClose?(error)
        onClose = nil
    }

    /// What libpq says last went wrong.
    var lastMessage: String {
        handle.map { String(cString: PQerrorMessage($0)).onOneLine } ?? "the connection is closed"
    }

    func finish(_ request: PostgresRequest, _ answer: Answer) {
        if let timer = request.timer { loop.cancel(timer) }
        request.completion(answer)
    }

    private func socketIsReady() {
        guard let handle else { return }
        let isAlive = PQconsumeInput(handle) == 1
        if isAlive { flush() }
        readResults()
        readNotifications()
        // After the loss: what came before it was read above, so a refusal is told as such.
        if !isAlive || self.handle != nil && PQstatus(handle) == CONNECTION_BAD { lose() }
    }

    private func readNotifications() {
        while let handle, let notification = PQnotifies(handle) {
            let channel = String(cString: notification.pointee.relname)
            PQfreemem(notification)
            onNotification?(channel)
        }
    }

    /// Sends what libpq holds back, and asks to be told when the rest can go.
    func flush() {
        guard let handle else { return }
        switch PQflush(handle) {
        case 0: loop.rewatch(socket, for: .readable)
        case 1: loop.rewatch(socket, for: [.readable, .writable])
        default: lose()
        }
    }

    /// Closes a connection that broke.
    func lose() {
        close(
            PostgresError(
                .disconnected, "the connection to \(settings.place) broke: \(lastMessage)",
                outcome: request == nil ? .undone : .unknown))
    }
}
