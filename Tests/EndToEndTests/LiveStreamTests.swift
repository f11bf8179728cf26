import Testing

/// The doors to the stream of changes: sockets, and requests that wait.
@Suite("The live stream", .serialized)
struct LiveStreamTests {
    @Test("a client without a socket waits for what comes after its position, and misses nothing between two requests")
    func longPoll() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("sara@example.com", at: server)
            let start = try await user.send("GET", "updates?wait_seconds=0")
            try #require(start.status == 200, "\(start.text)")
            #expect(start.json["messages"].elements.map { $0["type"].string } == ["ready", "caught_up"])
            #expect(start.json["position"]["seq"].integer == 0)
            let first = try await user.send("POST", "tasks", ["title": "one"])
            #expect(first.status == 201)
            let epoch = try #require(start.json["position"]["epoch"].string)
            let missed = try await user.send("GET", "updates?epoch=\(epoch)&seq=0")
            #expect(missed.json["messages"].elements.map { $0["type"].string } == ["ready", "event", "caught_up"])
            #expect(missed.json["position"]["seq"].integer == 1)

            async let waiting = user.send("GET", "updates?epoch=\(epoch)&seq=1&wait_seconds=60")
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await user.send("POST", "tasks", ["title": "two"]).status == 201)
            let live = try await waiting
            #expect(live.json["position"]["seq"].integer == 2)
            #expect(live.json["messages"].elements.last?["data"]["changes"]["task"]["title"].string == "two")
            #expect(live.headers["cache-control"] == "no-store")

            let strange = try await user.send("GET", "updates?epoch=another&seq=1&wait_seconds=0")
            #expect(strange.json["messages"].elements.map { $0["type"].string }.contains("must_refetch"))
            for query in ["seq=1", "epoch=\(epoch)", "seq=-1&epoch=a", "wait_seconds=61", "since=1", "seq=a&epoch=b"] {
                let refused = try await user.send("GET", "updates?\(query)")
                #expect(refused.status == 400, "\(query): \(refused.text)")
            }
            let other = try await User.signUp("omar@example.com", at: server)
            let foreign = try await server.http.send(
                "GET", "/api/\(user.id)/updates", headers: ["Authorization": "Bearer \(other.token)"])
            #expect(foreign.status == 403)
        }
    }

    @Test("a token in the handshake's header is as good as one in the first message; one in the address is refused")
    func headerToken() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("sara@example.com", at: server)
            let headers = ["Authorization": "Bearer \(user.token)"]
            let client = try await WebSocketClient.connect(
                port: server.port, headers: headers, first: ["type": "authenticate"])
            try await client.message("ready") { $0.type == "ready" }
            let nobody = try await WebSocketClient.connect(port: server.port, first: ["type": "authenticate"])
            #expect(try await nobody.ending().code == 4501)
            let stranger = try await WebSocketClient.connect(
                port: server.port, headers: ["Authorization": "Bearer x"], first: ["type": "authenticate"])
            #expect(try await stranger.ending().code == 4501)
            await #expect(throws: NoAnswer.self) {
                _ = try await WebSocketClient.connect(port: server.port, path: "/ws?token=\(user.token)")
            }
            let answer = try await server.http.send("GET", "/ws?access_token=\(user.token)")
            #expect(answer.status == 400)
            #expect(answer.text.contains("Authorization header"))
            #expect(!answer.text.contains(user.token))
            await client.disconnect()
        }
    }

    @Test("sockets have bounds: for one user, and for all, with connections left for requests")
    func bounds() async throws {
        try await TodoServer.run(["--most-sockets", "3", "--most-sockets-per-user", "2"]) { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let omar = try await User.signUp("omar@example.com", at: server)
            let first = try await sara.watch()
            try await first.message("caught up") { $0.type == "caught_up" }
            let second = try await sara.watch()
            try await second.message("caught up") { $0.type == "caught_up" }
            let third = try await sara.watch()
            #expect(try await third.ending().code == 4429)
            let poll = try await sara.send("GET", "updates?wait_seconds=0")
            #expect(poll.status == 429)
            #expect(poll.headers["retry-after"] != nil)
            let other = try await omar.watch()
            try await other.message("caught up") { $0.type == "caught_up" }
            await #expect(throws: NoAnswer.self) { _ = try await omar.watch() }
            let answer = try await server.http.send("GET", "/ws")
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] != nil)
            await first.disconnect()
            try await eventually("room for another socket") {
                try await server.http.send("GET", "/ws").status == 426 ? true : nil
            }
            let again = try await sara.watch()
            try await again.message("caught up") { $0.type == "caught_up" }
        }
    }

    @Test("devices are told how many there are, as is whoever asks")
    func presence() async throws {
        try await TodoServer.run { server in
            let sara = try await User.signUp("sara@example.com", at: server)
            let omar = try await User.signUp("omar@example.com", at: server)
            #expect(try await sara.send("GET", "presence").json == ["connections": 0])
            let phone = try await sara.watch()
            try await phone.message("itself") { $0.json == ["type": "presence", "connections": 1] }
            let desk = try await sara.watch()
            for device in [phone, desk] {
                try await device.message("the other") { $0.type == "presence" && $0.json["connections"] == 2 }
            }
            _ = try await sara.send("GET", "updates?wait_seconds=0")
            let answer = try await sara.send("GET", "presence")
            #expect(answer.json == ["connections": 2])
            #expect(answer.headers["cache-control"] == "no-store")
            await desk.disconnect()
            try await eventually("the phone is alone again") {
                phone.received.last { $0.type == "presence" }?.json["connections"] == 1 ? true : nil
            }
            let foreign = try await server.http.send(
                "GET", "/api/\(sara.id)/presence", headers: ["Authorization": "Bearer \(omar.token)"])
            #expect(foreign.status == 403)
            #expect(try await omar.send("GET", "presence").json == ["connections": 0])
            await phone.disconnect()
        }
    }

    @Test("a server that stops sends everybody away with a time to come back")
    func departure() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("sara@example.com", at: server)
            var clients: [WebSocketClient] = []
            for _ in 0..<20 { clients.append(try await user.watch()) }
            for client in clients { try await client.message("caught up") { $0.type == "caught_up" } }
            try await server.stop()
            for client in clients {
                let ending = try await client.ending()
                #expect(ending.code == 1001)
                #expect(ending.reason.wholeMatch(of: #/the server stops; reconnect after \d+ ms/#) != nil, "\(ending)")
            }
            try await server.start()
        }
    }
}
