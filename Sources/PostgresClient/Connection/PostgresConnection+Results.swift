internal import CPostgres

// How answers are read.
extension PostgresConnection {
    /// Takes every result that is there, and ends the request with its last one.
    func readResults() {
        while let handle, request != nil, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                guard passCommand() else { return }
                continue
            }
            take(result)
        }
    }

    /// Goes on to the next command's results; false when there is nothing to wait for.
    private func passCommand() -> Bool {
        guard let handle, let command = request?.command else {
            if handle != nil { lose() }
            return false
        }
        request?.position += 1
        if case .script = command {
            PQenterPipelineMode(handle)
            complete()
        }
        return PQstatus(handle) != CONNECTION_BAD
    }

    private func take(_ result: OpaquePointer) {
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            complete()
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            let rows = PostgresRows(owning: result)
            if case .prepare = request?.command { return }
            request?.results.append(rows)
        case PGRES_PIPELINE_ABORTED, PGRES_EMPTY_QUERY: PQclear(result)
        default:
            let failure = request?.failure ?? refusal(result)
            request?.failure = failure
            PQclear(result)
        }
    }

    private func complete() {
        guard let request else { return }
        self.request = nil
        // Which of its statements the server still prepared does not matter: names are not used again.
        if request.failure != nil { forgetUnprepared(request) }
        finish(request, request.failure.map { .failure($0) } ?? .success(request.results))
        // The request to give up may come late: it must not meet the next statement. A plan that no longer fits the
        // tables would be refused again and again.
        if request.cancelCause != nil || request.failure?.state == .featureNotSupported {
            close(PostgresError(.disconnected, "the connection was given up after a cancelled or stale statement"))
        }
    }

    private func forgetUnprepared(_ request: PostgresRequest) {
        for case .prepare(let sql) in request.commands { preparedNames[sql] = nil }
    }

    private func refusal(_ result: OpaquePointer) -> PostgresError {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        guard let state = field("C") else {
            return PostgresError(
                .disconnected, "the connection to \(settings.place) broke: \(lastMessage)", outcome: .unknown)
        }
        let report = ServerReport(
            state: SQLState(state), severity: field("V") ?? field("S") ?? "ERROR", message: field("M") ?? "no message",
            detail: field("D"), hint: field("H"), constraint: field("n"))
        let isUnknown = report.isFatal || report.state == .statementCompletionUnknown
        var code = PostgresError.Code.refused
        if let cause = request?.cancelCause, report.state == .queryCanceled { code = cause }
        return PostgresError(
            code, "\(settings.place) refused: \(report.message) (\(state))", outcome: isUnknown ? .unknown : .undone,
            report: report)
    }
}
