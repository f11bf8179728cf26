import Foundation
import Testing

/// One cluster at a time: each has a dozen processes.
@Suite("Two replicas of every service", .serialized)
struct ClusterTests {
    @Test("a task is created, reminded of, completed and followed, and clients of different replicas see all of it")
    func wholeFlow() async throws {
        try await Cluster.run { cluster in
            try await WholeFlow(first: cluster.doors, second: cluster.doors.next(1)).run()
            try await SocketDialogue(cluster.doors).run()
        }
    }

    @Test("a file taken out at one replica comes back whole at the other, and an account ends at both")
    func files() async throws {
        try await Cluster.run { cluster in
            let user = try await User.signUp("files@example.com", at: cluster.doors)
            let made = try await user.send("POST", "tasks", ["title": "Pay rent", "due_date": "2030-01-31"])
            try #require(made.status == 201, "\(made.text)")
            let export = try await user.send("GET", "export")
            let other = try await User.signUp("other@example.com", at: cluster.doors.next(1))
            let headers = ["Authorization": "Bearer \(other.token)", "Content-Type": "application/x-ndjson"]
            let report = try await other.http.send(
                "POST", "/api/\(other.id)/import", headers: headers, body: export.body)
            #expect(report.status == 200 && report.json["imported"].integer == 1, "\(report.text)")
            let copy = try await other.at(cluster.doors).send("GET", "export")
            let lines = [export, copy].map { $0.text.split(separator: "\n").dropFirst().joined() }
            #expect(lines[0] == lines[1] && !lines[0].isEmpty)

            let link = try #require(try await other.send("POST", "feed").json["url"].string)
            #expect(try await user.http.send("GET", link).text.contains("SUMMARY:Pay rent"))
            try await eventually("the trail has the import") {
                try await other.send("GET", "audit").json.elements.isEmpty ? nil : true
            }
            let gone = try await other.send("DELETE", "account", ["password": "correct horse battery"])
            #expect(gone.status == 200 && gone.json["audit_entries"].integer == 1, "\(gone.text)")
            #expect(try await user.http.send("GET", link).status == 404)
            #expect(try await other.at(cluster.doors).tasks().isEmpty)
            #expect(try await user.tasks().count == 1)
        }
    }

    @Test("kill -9 of each process in turn loses and doubles nothing that was acknowledged")
    func crashes() async throws {
        try await Cluster.run { cluster in
            let parties = try await Parties(["ayesha", "bilal", "chen", "dara"], at: cluster.doors)
            try await parties.endure {
                for name in cluster.names {
                    try await parties.progress(by: 3, before: "the crash of \(name)")
                    try await cluster.crash(name)
                }
                try await parties.progress(by: 3, before: "the crash of the database")
                try await cluster.crashDatabase()
                try await parties.progress(by: 3, before: "the crash of the sidecars")
                try await cluster.crashSidecars()
                try await parties.progress(by: 3, before: "the end")
            }
            #expect(await parties.fewestTasks > 20)
        }
    }

    @Test("a rolling restart of everything fails no request that one retry does not cure")
    func rollingRestart() async throws {
        try await Cluster.run { cluster in
            let parties = try await Parties(["ayesha", "bilal", "chen", "dara"], at: cluster.doors)
            try await parties.endure(mostTries: 2) {
                for name in cluster.names {
                    try await parties.progress(by: 2, before: "the restart of \(name)")
                    try await cluster.restart(name)
                }
                try await parties.progress(by: 2, before: "the end")
            }
            #expect(await parties.fewestTasks > 10)
        }
    }
}
