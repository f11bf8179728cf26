import Testing

extension ClusterTests {
    @Test("devices at different replicas know of each other, also once one of the replicas died")
    func presence() async throws {
        try await Cluster.run { cluster in
            let user = try await User.signUp("sara@example.com", at: cluster.doors)
            let other = user.at(cluster.doors.next(1))
            let (phone, desk) = (try await user.watch(), try await other.watch())
            for device in [phone, desk] {
                try await device.message("the other replica's device") {
                    $0.type == "presence" && $0.json["connections"] == 2
                }
            }
            for doors in [user.doors, other.doors] {
                let answer = try await HTTPClient(port: doors.socket).send(
                    "GET", "/api/\(user.id)/presence", headers: ["Authorization": "Bearer \(user.token)"])
                #expect(answer.json == ["connections": 2], "\(answer.text)")
            }
            let name = try #require(cluster.names.first { $0 == "websocket-1" })
            try await cluster.crash(name)
            try await eventually("the device of the dead replica counts no more") {
                phone.received.last { $0.type == "presence" }?.json["connections"] == 1 ? true : nil
            }
            await phone.disconnect()
        }
    }
}
