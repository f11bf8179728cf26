import Testing

@Suite("Bad input at every door")
struct BadInputTests {
    @Test("each bad request is refused with a problem document, and nothing changes")
    func requests() async throws {
        try await TodoServer.run { server in
            let ayesha = try await User.signUp("ayesha@example.org", at: server)
            let bilal = try await User.signUp("bilal@example.org", at: server)
            let task = try await create("Water the plants", for: ayesha)
            let foreignTask = try await create("Bilal's own", for: bilal)
            let sockets = [try await caughtUp(ayesha), try await caughtUp(bilal)]
            let before = try await [contents(of: ayesha), contents(of: bilal)]

            let requests =
                BadRequest.bodies(ayesha)
                + BadRequest.addresses(ayesha, task: task, foreignTask: foreignTask)
                + BadRequest.strangers(ayesha, other: bilal)
            for request in requests { try await expectRefusal(request, by: server) }

            #expect(try await [contents(of: ayesha), contents(of: bilal)] == before)
            for (socket, user) in zip(sockets, [ayesha, bilal]) {
                try await expectNextChange(of: user, on: socket)
            }
        }
    }

    @Test("each bad frame closes the connection with its code, and nothing changes")
    func frames() async throws {
        try await TodoServer.run { server in
            let ayesha = try await User.signUp("ayesha@example.org", at: server)
            _ = try await create("Water the plants", for: ayesha)
            let before = try await contents(of: ayesha)
            for frame in BadFrame.all(ayesha) {
                let socket = try await WebSocketClient.connect(port: server.port)
                for bytes in frame.frames {
                    try await socket.send(
                        bytes.opcode, bytes.data, isFinal: bytes.isFinal, isMasked: frame.isMasked)
                }
                let ending = try await socket.ending()
                #expect(ending.code == frame.closeCode, "\(frame.name): \(ending)")
                #expect(!ending.reason.isEmpty, "\(frame.name): no reason")
                #expect(socket.received.allSatisfy { $0.type == "ready" || $0.type == "caught_up" }, "\(frame.name)")
            }
            let plain = try await server.http.send("GET", "/ws")
            #expect(plain.status == 426)
            let after = try await contents(of: ayesha)
            #expect(after == before)
        }
    }

    @Test("a position that the server does not know is answered with must_refetch, never with a silent gap")
    func positions() async throws {
        try await TodoServer.run { server in
            let ayesha = try await User.signUp("ayesha@example.org", at: server)
            _ = try await create("Water the plants", for: ayesha)
            let ready = try await caughtUp(ayesha).message("ready") { $0.type == "ready" }
            let here = ready.json["position"]
            #expect(here["seq"] == 1)
            for position: JSON in [["epoch": "another", "seq": 0], ["epoch": here["epoch"], "seq": 2]] {
                let socket = try await ayesha.watch(from: position)
                let answer = try await socket.message("must_refetch") { $0.type == "must_refetch" }
                #expect(answer.json["position"] == here)
                #expect(!socket.received.contains { $0.type == "event" })
            }
        }
    }

    private func create(_ title: String, for user: User) async throws -> Int {
        let answer = try await user.send("POST", "tasks", ["title": .string(title)], key: "used")
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        return try #require(answer.json["id"].integer)
    }

    private func caughtUp(_ user: User) async throws -> WebSocketClient {
        let socket = try await user.watch()
        try await socket.message("ready") { $0.type == "ready" }
        return socket
    }

    /// All that a user can read, once the audit has caught up with the one task there is.
    private func contents(of user: User) async throws -> [JSON] {
        let trail = try await eventually("the audit of the one task") {
            let entries = try await user.send("GET", "audit").json
            return entries.elements.isEmpty ? nil : entries
        }
        let tags = try await user.send("GET", "tags").json
        return try await [.array(user.tasks()), tags, trail]
    }

    private func expectRefusal(_ request: BadRequest, by server: TodoServer) async throws {
        let answer = try await server.http.send(
            request.method, request.path, headers: request.headers, body: request.body)
        let problem = answer.json
        #expect(answer.status == request.status, "\(request.name): \(answer.text)")
        #expect(answer.headers["content-type"] == "application/problem+json", "\(request.name)")
        #expect(problem["status"].integer == request.status, "\(request.name)")
        for field in ["type", "title", "detail"] {
            #expect(problem[field].string?.isEmpty == false, "\(request.name): no \(field)")
        }
        let pointers = Set(problem["errors"].elements.compactMap { $0["pointer"].string })
        if !request.pointers.isEmpty { #expect(pointers == request.pointers, "\(request.name): \(answer.text)") }
        if request.status == 401 { #expect(answer.headers["www-authenticate"] != nil, "\(request.name)") }
    }

    /// The next change takes the next place in the stream, so nothing was published in between.
    private func expectNextChange(of user: User, on socket: WebSocketClient) async throws {
        let title = "After the storm"
        _ = try await user.send("POST", "tasks", ["title": .string(title)])
        let event = try await socket.message("the next change") { $0.type == "event" }
        #expect(event.json["data"]["changes"]["task"]["title"] == .string(title))
        #expect(event.json["position"]["seq"] == 2)
    }
}
