internal import CPostgres

// How statements are sent.
extension PostgresConnection {
    /// Sends statements in one go, as one transaction unless they say otherwise themselves.
    ///
    /// Answers when the server has carried all of them out or has refused one. A timeout of nil waits for ever.
    func perform(_ statements: [PostgresStatement], timeout: Duration?, completion: @escaping (Answer) -> Void) {
        var commands: [PostgresRequest.Command] = []
        begin(timeout: timeout, completion: completion) { handle in
            for statement in statements {
                if let preparing = prepare(statement, on: handle) { commands.append(preparing) }
                commands.append(.execute)
                guard send(statement, on: handle) else { return nil }
            }
            return PQpipelineSync(handle) == 1 ? commands : nil
        }
    }

    /// Sends SQL of any number of statements, without parameters, as one transaction.
    func perform(script: String, timeout: Duration?, completion: @escaping (Answer) -> Void) {
        begin(timeout: timeout, completion: completion) { handle in
            guard PQexitPipelineMode(handle) == 1, PQsendQuery(handle, script) == 1 else { return nil }
            return [.script]
        }
    }

    /// Sends by the body, which answers the commands sent or nil when libpq would not take them.
    private func begin(
        timeout: Duration?, completion: @escaping (Answer) -> Void,
        send: (OpaquePointer) -> [PostgresRequest.Command]?
    ) {
        guard let handle else { return completion(.failure(closeError ?? PostgresError(.disconnected, "closed"))) }
        precondition(request == nil, "a connection carries out one request at a time")
        guard let commands = send(handle) else {
            completion(.failure(PostgresError(.disconnected, "the statement could not be sent: \(lastMessage)")))
            return lose()
        }
        var request = PostgresRequest(commands: commands, completion: completion)
        request.timer = timeout.map { timeout in
            loop.schedule(after: timeout) { [weak self] in self?.cancelRequest(because: .timeout) }
        }
        self.request = request
        flush()
    }

    private func prepare(_ statement: PostgresStatement, on handle: OpaquePointer) -> PostgresRequest.Command? {
        guard preparedNames[statement.sql] == nil else { return nil }
        namesSpent += 1
        let name = "s\(namesSpent)"
        preparedNames[statement.sql] = name
        let types = statement.parameters.map(\.typeIdentifier)
        PQsendPrepare(handle, name, statement.sql, Int32(types.count), types)
        return .prepare(sql: statement.sql)
    }

    private func send(_ statement: PostgresStatement, on handle: OpaquePointer) -> Bool {
        guard let name = preparedNames[statement.sql] else { return false }
        let values = statement.parameters.map(\.binary)
        var bytes: [UInt8] = []
        for value in values { bytes += value ?? [] }
        // A place for an empty value to point to.
        bytes.append(0)
        return bytes.withUnsafeBytes { buffer in
            var offset = 0
            let pointers = values.map { value -> UnsafePointer<CChar>? in
                guard let value else { return nil }
                defer { offset += value.count }
                return buffer.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            }
            let lengths = values.map { Int32($0?.count ?? 0) }
            let formats = values.map { _ in Int32(1) }
            return PQsendQueryPrepared(handle, name, Int32(values.count), pointers, lengths, formats, 1) == 1
        }
    }
}

// MARK: - Giving up

extension PostgresConnection {
    /// Asks the server to give up what it carries out, and drops the connection when nothing follows from that.
    func cancelRequest(because cause: PostgresError.Code) {
        guard request != nil, request?.cancelCause == nil else { return }
        request?.cancelCause = cause
        askToGiveUp(until: .now + settings.cancelTimeout)
    }

    /// Asks again and again: a request that comes before its statement has begun is forgotten by the server.
    private func askToGiveUp(until deadline: ContinuousClock.Instant) {
        guard let handle, let request, let cause = request.cancelCause else { return }
        if let timer = request.timer { loop.cancel(timer) }
        guard .now < deadline else {
            let message = "\(settings.place) gave no answer in time, nor to the request to give up"
            return close(PostgresError(cause, message, outcome: .unknown))
        }
        if let cancel = PQgetCancel(handle) { PostgresCancel(owning: cancel).send() }
        let timer = loop.schedule(after: .milliseconds(250)) { [weak self] in self?.askToGiveUp(until: deadline) }
        self.request?.timer = timer
    }
}

/// A request to the server to give up, which libpq can only send blocking.
private struct PostgresCancel: @unchecked Sendable {
    private let cancel: OpaquePointer

    init(owning cancel: OpaquePointer) {
        self.cancel = cancel
    }

    func send() {
        BlockingCall.start(named: "postgres-cancel") {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &message, Int32(message.count))
            PQfreeCancel(cancel)
        }
    }
}
