import Testing

/// A signed-up user who speaks to a deployment, and goes to its next door when one does not answer.
struct User: Sendable {
    let doors: Doors
    let id: String
    let email: String
    let token: String

    /// Signs up; fails the test when the server refuses.
    static func signUp(_ email: String, at server: TodoServer) async throws -> User {
        try await signUp(email, at: server.doors)
    }

    /// Signs up at those doors; fails the test when the server refuses.
    static func signUp(_ email: String, at doors: Doors) async throws -> User {
        let body = try JSON.object(["email": .string(email), "password": "correct horse battery"]).bytes()
        let answer = try await doors.http.send("POST", "/api/auth/sign-up", headers: jsonHeader, body: body)
        try #require(answer.status == 201 || answer.status == 200, "sign-up: \(answer.status) \(answer.text)")
        let id = try #require(answer.json["user"]["id"].string, "\(answer.text)")
        let token = try #require(answer.json["token"].string, "\(answer.text)")
        #expect(answer.json["user"]["email"].string == email)
        return User(doors: doors, id: id, email: email, token: token)
    }

    var http: HTTPClient { doors.http }

    /// The same user at other doors.
    func at(_ doors: Doors) -> User { User(doors: doors, id: id, email: email, token: token) }

    private static let jsonHeader = ["Content-Type": "application/json"]

    /// Sends a request about this user's `path`, for example `tasks/7`.
    func send(
        _ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil
    ) async throws -> HTTPAnswer {
        var headers = ["Authorization": "Bearer \(token)"]
        if body != nil { headers["Content-Type"] = "application/json" }
        if let key { headers["Idempotency-Key"] = key }
        do {
            let answer = try await http.send(method, "/api/\(id)/\(path)", headers: headers, body: try body?.bytes())
            if answer.status >= 500 { doors.leaveHTTP() }
            return answer
        } catch {
            doors.leaveHTTP()
            throw error
        }
    }

    /// Every task, as the list shows them.
    func tasks() async throws -> [JSON] {
        let answer = try await send("GET", "tasks")
        try #require(answer.status == 200, "\(answer.status) \(answer.text)")
        return answer.json.elements
    }

    /// Connects to the realtime stream and authenticates; with a position, asks for what was missed since.
    func watch(
        from position: JSON? = nil, onMessage: (@Sendable (Received) -> Void)? = nil
    ) async throws -> WebSocketClient {
        var first: [String: JSON] = ["type": "authenticate", "token": .string(token)]
        if let position { first["position"] = position }
        return try await WebSocketClient.connect(port: doors.socket, first: .object(first), onMessage: onMessage)
    }
}
