import CivilTime
import Foundation
import Testing

@testable import TodoServer

@Suite("Time zones of the machine")
struct SystemZoneDatabaseTests {
    @Test("a zone's rules come from its file")
    func rules() throws {
        let zones = SystemZoneDatabase()
        let karachi = try #require(zones.rules(named: "Asia/Karachi"))
        let instant = try #require(Timestamp(rfc3339: "2026-01-31T09:00:00Z"))
        #expect(karachi.offsetSeconds(at: instant) == 18_000)
        #expect(zones.rules(named: "America/Argentina/Buenos_Aires")?.offsetSeconds(at: instant) == -10_800)
        #expect(zones.rules(named: "Etc/GMT+5")?.offsetSeconds(at: instant) == -18_000)
        #expect(zones.rules(named: "UTC")?.offsetSeconds(at: instant) == 0)
        #expect(zones.rules(named: "Mars/Base") == nil)
        #expect(zones.rules(named: "tzdata.zi") == nil)
    }

    @Test(
        "no name leads out of the directory",
        arguments: [
            "", "/", "..", "../passwd", "Asia/../../../etc/passwd", "/etc/localtime", "Asia//Karachi", "Asia/", "/Asia",
            ".", "Asia/.", "Asia\0/Karachi", "Asia/Karachi\n", "As ia", "Ünder", "posix/..", "-x",
            String(repeating: "a", count: 65),
        ])
    func names(name: String) {
        #expect(!SystemZoneDatabase.isName(name))
        #expect(SystemZoneDatabase().rules(named: name) == nil)
    }

    @Test("a file outside cannot be reached, one that is no zone is none, and a directory is none")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("inside/sub"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let zone = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Asia/Karachi"))
        try zone.write(to: folder.appendingPathComponent("outside"))
        try zone.write(to: folder.appendingPathComponent("inside/Good"))
        try Data("no zone".utf8).write(to: folder.appendingPathComponent("inside/Bad"))
        let zones = SystemZoneDatabase(directory: folder.appendingPathComponent("inside").path)
        #expect(zones.rules(named: "Good") != nil)
        #expect(zones.rules(named: "../outside") == nil)
        #expect(zones.rules(named: "Bad") == nil)
        #expect(zones.rules(named: "sub") == nil)
    }
}
