import Foundation
import Testing

@Suite("Time zone data, seen from outside")
struct ZoneDataTests {
    private let installed = URL(fileURLWithPath: "/usr/share/zoneinfo")

    /// Runs the body with a folder of its own that has a release and these zones, by the zones that they are copies of.
    private func withZones(_ zones: [String: String], _ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try install(zones, in: folder, release: "2031a")
        try await body(folder)
    }

    private func install(_ zones: [String: String], in folder: URL, release: String) throws {
        for (name, original) in zones {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contentsOf: installed.appendingPathComponent(original)).write(to: file, options: .atomic)
        }
        try Data("# version \(release)\nR d 1916 o - Jun 14 23s 1 S\n".utf8)
            .write(to: folder.appendingPathComponent("tzdata.zi"), options: .atomic)
    }

    @Test("the release is told by the command, by the health check and by nothing but the data")
    func version() async throws {
        try await withZones(["Europe/London": "Europe/London"]) { folder in
            let told = try ProgramRun(["version", "--zone-directory", folder.path])
            #expect(told.status == 0)
            #expect(told.output.split(separator: "\n").last == "tzdata 2031a")
            try FileManager.default.removeItem(at: folder.appendingPathComponent("tzdata.zi"))
            let hashed = try ProgramRun(["version", "--zone-directory", folder.path]).output
            #expect(hashed.contains("tzdata files-"), "\(hashed)")
            try Data("2032c\n".utf8).write(to: folder.appendingPathComponent("+VERSION"))
            #expect(try ProgramRun(["version", "--zone-directory", folder.path]).output.contains("tzdata 2032c"))
            #expect(try ProgramRun(["version", "--zone-directory", "/nowhere"]).output.contains("tzdata none"))
        }
    }

    @Test("when a zone's rules change under a running process, what follows a due date in that zone moves")
    func change() async throws {
        let zones = ["Europe/London": "Europe/London", "Asia/Karachi": "Asia/Karachi", "Asia/Tokyo": "Asia/Tokyo"]
        try await withZones(zones) { folder in
            let arguments = ["--zone-directory", folder.path, "--zone-check-seconds", "1"]
            try await TodoServer.run(arguments) { server in
                let user = try await User.signUp("ayesha@example.org", at: server)
                #expect(try await server.http.send("GET", "/healthz").json["tzdata"] == "2031a")
                let karachi = try await reminder(user, zone: "Asia/Karachi")
                let tokyo = try await reminder(user, zone: "Asia/Tokyo")
                let date = String(reading(daysAhead: 40, hour: 12).prefix(10))
                #expect(karachi.reminder["remind_at"] == .string("\(date)T06:00:00Z"))
                // Pakistan takes the clock of Bangladesh, an hour ahead.
                try install(["Asia/Karachi": "Asia/Dhaka"], in: folder, release: "2031b")
                let moved = try await eventually("the reminder to move") {
                    let now = try await user.send("GET", "tasks/\(karachi.task)/reminders").json.elements[0]
                    return now["remind_at"] == karachi.reminder["remind_at"] ? nil : now
                }
                #expect(moved["remind_at"] == .string("\(date)T05:00:00Z"))
                #expect(moved["status"] == "pending")
                #expect(moved["id"] != karachi.reminder["id"])
                let other = try await user.send("GET", "tasks/\(tokyo.task)/reminders").json.elements[0]
                #expect(other == tokyo.reminder)
                #expect(try await server.http.send("GET", "/healthz").json["tzdata"] == "2031b")
                let trail = try await eventually("the change to be in the trail") {
                    let entries = try await user.send("GET", "audit").json.elements
                    return entries.contains { $0["change"]["kind"] == "reminders_replanned" } ? entries : nil
                }
                #expect(trail.filter { $0["change"]["kind"] == "reminders_replanned" }.count == 1)
            }
        }
    }

    /// A task at noon in the zone with a reminder an hour before.
    private func reminder(_ user: User, zone: String) async throws -> (task: Int, reminder: JSON) {
        let due = reading(daysAhead: 40, hour: 12)
        let task = try await user.send(
            "POST", "tasks", ["title": "Call", "due_date": .string(due), "time_zone": .string(zone)])
        let id = try #require(task.json["id"].integer, "\(task.text)")
        let made = try await user.send("POST", "tasks/\(id)/reminders", ["offset": "-PT1H"])
        try #require(made.status == 201, "\(made.text)")
        return (id, made.json)
    }
}
