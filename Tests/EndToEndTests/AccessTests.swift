import Foundation
import Testing

/// Who is let in, and what answers look like on the wire.
@Suite("Access", .serialized)
struct AccessTests {
    private func made(_ answer: HTTPAnswer) throws -> String {
        try #require(answer.status == 201 || answer.status == 200, "\(answer.status) \(answer.text)")
        return try #require(answer.json["token"].string)
    }

    private func with(_ token: String, _ user: User) -> User {
        User(doors: user.doors, id: user.id, email: user.email, token: token)
    }

    @Test("signing out everywhere closes sockets and waiting requests, and holds after a crash; API tokens go on")
    func signOutEverywhere() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("sara@example.com", at: server)
            let program = with(
                try made(try await user.send("POST", "tokens", ["name": "program", "scopes": ["read"]])), user)
            let (socket, programs) = (try await user.watch(), try await program.watch())
            for client in [socket, programs] { try await client.message("caught_up") { $0.type == "caught_up" } }
            #expect(try await user.send("POST", "sign-out-everywhere").status == 204)
            #expect(try await socket.ending().code == 4501)
            #expect(try await user.send("GET", "tasks").status == 401)
            #expect(try await user.watch().ending().code == 4501)
            await server.kill()
            try await server.start()
            #expect(try await user.send("GET", "tasks").status == 401)
            #expect(try await program.send("GET", "tasks").status == 200)
            let body = try JSON.object(["email": .string(user.email), "password": "correct horse battery"]).bytes()
            let again = try await server.http.send(
                "POST", "/api/auth/sign-in", headers: ["Content-Type": "application/json"], body: body)
            let fresh = with(try made(again), user)
            let third = try await program.watch()
            try await third.message("caught_up") { $0.type == "caught_up" }
            #expect(try await fresh.send("GET", "tasks").status == 200)
            let tokens = try await fresh.send("GET", "tokens").json.elements
            let id = try #require(tokens.first?["id"].string)
            #expect(try await fresh.send("DELETE", "tokens/\(id)").status == 204)
            #expect(try await third.ending().code == 4501)
            #expect(try await program.send("GET", "tasks").status == 401)
        }
    }

    @Test("answers of some length are compressed for whoever takes it, and those with a token never")
    func compression() async throws {
        try await TodoServer.run { server in
            let user = try await User.signUp("sara@example.com", at: server)
            for number in 0..<40 {
                #expect(try await user.send("POST", "tasks", ["title": .string("task \(number)")]).status == 201)
            }
            let path = "/api/\(user.id)/tasks"
            func get(_ coding: String?) async throws -> HTTPAnswer {
                var headers = ["Authorization": "Bearer \(user.token)"]
                headers["Accept-Encoding"] = coding
                return try await server.http.send("GET", path, headers: headers)
            }
            let (plain, packed) = (try await get(nil), try await get("gzip"))
            #expect(plain.headers["content-encoding"] == nil)
            #expect(packed.headers["content-encoding"] == "gzip")
            #expect(packed.body.prefix(2) == [0x1F, 0x8B])
            #expect(packed.body.count < plain.body.count / 2)
            for answer in [plain, packed] { #expect(answer.headers["vary"]?.contains("Accept-Encoding") == true) }
            let body = try JSON.object(["email": .string(user.email), "password": "correct horse battery"]).bytes()
            let session = try await server.http.send(
                "POST", "/api/auth/sign-in", headers: ["Content-Type": "application/json", "Accept-Encoding": "gzip"],
                body: body)
            #expect(session.status == 200 && session.headers["content-encoding"] == nil)
            let page = try await server.http.send("GET", "/", headers: ["Accept-Encoding": "gzip, br"])
            #expect(page.headers["content-encoding"] == "gzip")
            let head = try await server.http.send("HEAD", "/", headers: ["Accept-Encoding": "gzip"])
            #expect(head.status == 200 && head.headers["content-encoding"] == nil && head.body.isEmpty)
        }
    }

    @Test("a body that does not come is not waited for without end")
    func slowBody() async throws {
        try await TodoServer.run(["--request-timeout-seconds", "1"]) { server in
            let user = try await User.signUp("sara@example.com", at: server)
            let answer = try await server.http.send(
                "POST", "/api/\(user.id)/tasks",
                headers: [
                    "Authorization": "Bearer \(user.token)", "Content-Type": "application/json",
                    "Content-Length": "100",
                ])
            #expect(answer.status == 408, "\(answer.text)")
            #expect(answer.json["code"].string == "request_timeout")
            #expect(try await user.send("GET", "tasks").status == 200)
        }
    }

    @Test("tokens of another issuer are taken by its published keys, and settings say what is wrong with them")
    func keySet() async throws {
        let folder = try TestFolder.make("keys")
        let file = folder.appendingPathComponent("keys.json")
        try Data(ForeignIssuer.keySet.utf8).write(to: file)
        let arguments = [
            "--jwt-key-set-file", file.path, "--jwt-issuer", "https://id.example.com", "--jwt-audience", "todo",
        ]
        try await TodoServer.run(arguments) { server in
            let ada = User(doors: server.doors, id: "ada", email: "", token: ForeignIssuer.token)
            let statuses = [
                try await ada.send("POST", "tasks", ["title": "x"]).status,
                try await ada.send("POST", "sign-out-everywhere").status, try await ada.send("GET", "tasks").status,
            ]
            #expect(statuses == [201, 204, 401])
        }
        try Data(#"{"keys":[{"kty":"oct","k":"AAAA","kid":"1"}]}"#.utf8).write(to: file)
        let run = try ProgramRun(["serve", "--port", "0", "--database", folder.path + "/todo.db"] + arguments)
        #expect(run.status != 0 && run.errors.contains("private or secret key"), "\(run.errors)")
        try FileManager.default.removeItem(at: folder)
    }
}
