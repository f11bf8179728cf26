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

    @Test("rules stay until a refresh finds that the file of a zone in use was replaced by another zone's")
    func refresh() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func install(_ original: String) throws {
            let zone = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(original)"))
            try zone.write(to: folder.appendingPathComponent("Here"), options: .atomic)
        }
        func release(_ name: String) throws {
            try Data("# version \(name)\n".utf8).write(to: folder.appendingPathComponent("tzdata.zi"))
        }
        try install("Asia/Karachi")
        try release("2031a")
        let zones = SystemZoneDatabase(directory: folder.path)
        let instant = try #require(Timestamp(rfc3339: "2026-01-31T09:00:00Z"))
        func offset() -> Int? { zones.rules(named: "Here")?.offsetSeconds(at: instant) }
        #expect(offset() == 18_000)
        #expect(!zones.refresh())
        try install("Asia/Karachi")
        #expect(!zones.refresh(), "the same rules in another file")
        #expect(zones.version == "2031a")
        try install("Asia/Dhaka")
        #expect(offset() == 18_000)
        #expect(zones.refresh())
        #expect(offset() == 21_600)
        #expect(!zones.refresh())
        #expect(zones.version.hasPrefix("2031a+"))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("Here"))
        #expect(!zones.refresh(), "a file that is gone leaves the rules")
        #expect(offset() == 21_600)
        try install("Asia/Tokyo")
        try release("2031b")
        #expect(zones.refresh())
        #expect(offset() == 32_400)
        #expect(zones.version == "2031b")
    }

    @Test("the version of data that does not say it depends on its files alone")
    func unnamed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("a"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(ZoneDataVersion.read(folder.path) == "none")
        try Data("one".utf8).write(to: folder.appendingPathComponent("a/b"))
        let first = ZoneDataVersion.read(folder.path)
        #expect(first.hasPrefix("files-"))
        #expect(ZoneDataVersion.read(folder.path) == first)
        try Data("two".utf8).write(to: folder.appendingPathComponent("a/b"))
        #expect(ZoneDataVersion.read(folder.path) != first)
        try Data("# version <script>\n".utf8).write(to: folder.appendingPathComponent("tzdata.zi"))
        #expect(ZoneDataVersion.read(folder.path).hasPrefix("files-"), "no name of a release")
    }
}
