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
                let prepared = prepare(statement, on: handle)
                if let command = prepared.command { commands.append(command) }
                commands.append(.execute)
                guard execute(prepared.name, statement.parameters, on: handle) else { return nil }
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

    /// The name under which the text is prepared, and the command that prepares it if that is yet to be sent.
    private func prepare(
        _ statement: PostgresStatement, on handle: OpaquePointer
    ) -> (name: String, command: PostgresRequest.Command?) {
        if let name = preparedNames[statement.sql] { return (name, nil) }
        namesSpent += 1
        let name = "s\(namesSpent)"
        preparedNames[statement.sql] = name
        let types = statement.parameters.map(\.typeIdentifier)
        PQsendPrepare(handle, name, statement.sql, Int32(types.count), types)
        return (name, .prepare(sql: statement.sql))
    }

    private func execute(_ name: String, _ parameters: [PostgresValue], on handle: OpaquePointer) -> Bool {
        // All values in one place, then pointers into it.
        outgoing.removeAll(keepingCapacity: true)
        let ends = parameters.map { value in
            value.append(to: &outgoing)
            return outgoing.count
        }
        // A place for an empty value to point to.
        outgoing.append(0)
        return outgoing.withUnsafeBytes { buffer in
            var start = 0
            var lengths: [Int32] = []
            lengths.reserveCapacity(ends.count)
            let pointers = zip(parameters, ends).map { value, end -> UnsafePointer<CChar>? in
                defer { start = end }
                lengths.append(Int32(end - start))
                if case .null = value { return nil }
                return buffer.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            }
            let formats = [Int32](repeating: 1, count: ends.count)
            return PQsendQueryPrepared(handle, name, Int32(ends.count), pointers, lengths, formats, 1) == 1
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
