internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts
internal import TodoPorts
internal import TodoServices

/// The live stream for clients without sockets: a request that waits until something changes after a position.
struct UpdateRoutes: Sendable {
    let realtime: RealtimeService
    let clock: any WallClock
    let revocations: Revocations

    private static let longestWaitSeconds: Int64 = 60
    private static let standardWaitSeconds: Int64 = 25

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("updates", [.get: wait])
    }

    @Sendable private func wait(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["epoch", "seq", "wait_seconds"])
        let position = try UpdateRoutes.position(parameters)
        let seconds = try parameters.integer("wait_seconds", in: 0...UpdateRoutes.longestWaitSeconds)
        let connection = PollConnection()
        let caller = try context.requireCaller()
        do {
            try revocations.enter(connection.id, caller) {
                connection.close(.invalidToken, reason: AccessTokenError.revoked.rawValue)
            }
        } catch let error as AccessTokenError {
            throw Problem.unauthenticated(error.rawValue, error: "invalid_token")
        }
        defer { revocations.leave(connection.id, caller.user) }
        await realtime.connect(connection, of: caller.user, from: position)
        await connection.wait(atMost: .seconds(seconds ?? UpdateRoutes.standardWaitSeconds), on: clock)
        await realtime.disconnect(connection.id)
        let gathered = connection.gathered
        if let closed = gathered.closed, closed.code == .invalidToken {
            throw Problem.unauthenticated(closed.reason, error: "invalid_token")
        }
        return try UpdateRoutes.answer(gathered)
    }

    private static func position(_ parameters: QueryParameters) throws(Problem) -> StreamPosition? {
        let epoch = try parameters.text("epoch", mostCharacters: 128)
        let sequence = try parameters.integer("seq", in: 0...Int64.max)
        switch (epoch, sequence) {
        case (nil, nil): return nil
        case (let epoch?, let sequence?): return StreamPosition(epoch: epoch, sequence: sequence)
        default:
            throw Problem(
                .invalidParameter, "'epoch' and 'seq' make a position together; give both, or neither to begin now")
        }
    }

    /// The messages that a socket would have got, and the position after the last of them.
    private static func answer(_ gathered: PollConnection.Gathered) throws -> Response {
        guard let position = gathered.frames.lazy.reversed().compactMap(\.position).first else {
            let isTooMany = gathered.closed?.code == .tooManyConnections
            throw Problem(
                isTooMany ? .tooManyConnections : .unavailable,
                gathered.closed?.reason ?? "changes cannot be read now; try again", headers: [.retryAfter: "2"])
        }
        var body = ByteBuffer(string: "{\"messages\":[")
        for (index, frame) in gathered.frames.enumerated() {
            if index > 0 { body.writeString(",") }
            body.writeBytes(try frame.encoded())
        }
        body.writeString("],\"position\":")
        body.writeBytes(try JSONCodec.encode(position))
        body.writeString("}")
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: body))
    }
}
