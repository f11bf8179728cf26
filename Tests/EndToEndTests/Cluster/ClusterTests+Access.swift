import Testing

extension ClusterTests {
    @Test("a sign-out at one replica reaches every process, and an API token opens a socket where no database is")
    func access() async throws {
        try await Cluster.run { cluster in
            let user = try await User.signUp("sara@example.com", at: cluster.doors)
            let other = user.at(cluster.doors.next(1))
            let made = try await user.send("POST", "tokens", ["name": "program", "scopes": ["read"]])
            let token = try #require(made.json["token"].string, "\(made.text)")
            let program = User(doors: other.doors, id: user.id, email: user.email, token: token)
            let sockets = [try await user.watch(), try await other.watch(), try await program.watch()]
            for socket in sockets { try await socket.message("caught_up") { $0.type == "caught_up" } }
            #expect(try await user.send("POST", "sign-out-everywhere").status == 204)
            for socket in sockets.prefix(2) { #expect(try await socket.ending().code == 4501) }
            try await eventually("the other replica has heard of it") {
                try await other.send("GET", "tasks").status == 401 ? true : nil
            }
            #expect(try await program.send("GET", "tasks").status == 200)
            #expect(try await other.watch().ending().code == 4501)
            await sockets[2].disconnect()
        }
    }
}
