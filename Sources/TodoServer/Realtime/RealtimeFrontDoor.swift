internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Lets authenticated clients in to the realtime service.
struct RealtimeFrontDoor: Sendable {
    /// Where WebSockets are opened.
    static let path = "/ws"

    let realtime: RealtimeService
    let authenticator: Authenticator
    let clock: any WallClock
    let logger: Logger
    let sockets: SocketAdmission
    let commands: SocketCommands

    /// Serves a connection until it ends: the first message authenticates, those that follow are commands.
    func serve(_ connection: WebSocketConnection) async {
        var known: Caller?
        for await text in connection.messages {
            do {
                switch (try ClientMessage(text), known) {
                case (.authenticate(let token, let position), nil):
                    known = try await admit(token, position, on: connection)
                case (.command(let mutationID, let message), let caller?):
                    _ = connection.take(await answer(mutationID, message, caller))
                case (.authenticate, _): throw WebSocketViolation.malformed("already authenticated")
                case (.command, nil): throw WebSocketViolation.malformed("authenticate first, then send commands")
                }
            } catch let violation as WebSocketViolation {
                connection.close(violation.code, reason: violation.reason)
            } catch {
                logger.error("connection refused", metadata: ["error": "\(error)"])
                connection.close(.insufficientState, reason: "the server cannot answer now; reconnect")
            }
        }
        if let known { authenticator.revocations.leave(connection.id, known.user) }
        await realtime.disconnect(connection.id)
    }

    private func answer(_ mutationID: String, _ message: JSONValue, _ caller: Caller) async -> RealtimeFrame {
        guard clock.now() < caller.expiresAt else {
            return commands.refusal(of: mutationID, .unauthenticated("the token has expired"))
        }
        do {
            try authenticator.revocations.require(caller)
        } catch {
            return commands.refusal(of: mutationID, .unauthenticated("the token was revoked"))
        }
        guard caller.permits(.write) else {
            return commands.refusal(of: mutationID, Problem(.forbidden, "the API token lacks the scope 'write'"))
        }
        return await commands.answer(mutationID, message, of: caller.user)
    }

    private func admit(
        _ token: String?, _ position: StreamPosition?, on connection: WebSocketConnection
    ) async throws -> Caller {
        guard let token = token ?? connection.bearerToken else {
            throw WebSocketViolation(.invalidToken, "no token: send it in this message, or with the handshake")
        }
        let caller: Caller
        do {
            caller = try await authenticator.caller(token)
            guard caller.permits(.read) else {
                throw WebSocketViolation(.invalidToken, "the API token lacks the scope 'read'")
            }
            try authenticator.revocations.enter(connection.id, caller) {
                connection.close(.invalidToken, reason: AccessTokenError.revoked.rawValue)
            }
        } catch let error as AccessTokenError {
            throw WebSocketViolation(.invalidToken, error.rawValue)
        }
        connection.authenticated(for: caller.expiresAt.duration(since: clock.now()))
        logger.debug(
            "connection authenticated", metadata: ["connection": "\(connection.id)", "user_id": "\(caller.user)"])
        await realtime.connect(connection, of: caller.user, from: position)
        return caller
    }

    /// Answers a plain request at the path of WebSockets.
    func add(to router: Router<TodoRequestContext>) {
        router.resource(
            RouterPath(RealtimeFrontDoor.path),
            [
                .get: { request, _ in
                    guard sockets.hasRoom else {
                        throw Problem(
                            .unavailable, "as many WebSockets are open as may be", headers: [.retryAfter: "5"])
                    }
                    try RealtimeFrontDoor.refuseQuery(request.uri.query)
                    throw Problem(
                        .upgradeRequired, "open a WebSocket here (RFC 6455, version 13)",
                        headers: [.upgrade: "websocket", .connection: "upgrade", .secWebSocketVersion: "13"])
                }
            ])
    }

    /// Addresses are written to logs and histories, so a token in one is no secret any more.
    private static func refuseQuery(_ query: String?) throws(Problem) {
        guard let query, !query.isEmpty else { return }
        let names = query.split(separator: "&").map { $0.prefix { $0 != "=" } }
        guard names.contains(where: { $0.lowercased().contains("token") }) else {
            _ = try QueryParameters(query, allowing: [])
            return
        }
        throw Problem(
            .unknownParameter,
            "a token in an address is seen by others; send it in the first message or in the Authorization header")
    }
}
