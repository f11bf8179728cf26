import CivilTime
import Foundation
import Testing

/// Compares with `zdump`, the reader of zone files that comes with the C library.
@Suite("Agreement with the C library's reader", .enabled(if: OtherReader.isInstalled, "zdump is not installed"))
struct OtherReaderTests {
    @Test(
        "offsets agree on both sides of every change from 1880 to 2100",
        arguments: [
            "Asia/Karachi", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York", "Europe/London", "Europe/Dublin",
            "America/Sao_Paulo", "Africa/Cairo", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Tehran", "America/Nuuk",
            "Antarctica/Troll", "Asia/Gaza", "America/Havana", "Asia/Jerusalem", "Pacific/Chatham", "Africa/Monrovia",
        ])
    func offsetsAgree(name: String) throws {
        let zone = try ZoneFiles.rules(of: name)
        let changes = try OtherReader.changes(of: name)
        #expect(changes.count >= 4)
        for change in changes {
            #expect(zone.offsetSeconds(at: change.at) == change.offset, "\(name) at \(change.at)")
        }
    }
}

/// Runs `zdump` and reads what it prints.
enum OtherReader {
    static let path = "/usr/bin/zdump"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    static func changes(of name: String) throws -> [(at: Timestamp, offset: Int)] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-v", "-c", "1880,2100", name]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap(change)
    }

    /// Reads `Zone  Sat Apr  6 19:00:00 2002 UT = Sun Apr  7 01:00:00 2002 PKST isdst=1 gmtoff=21600`.
    private static func change(line: Substring) -> (at: Timestamp, offset: Int)? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let fields = line.split(separator: " ")
        guard fields.count > 10, let month = months.firstIndex(of: String(fields[2])), let day = Int(fields[3]),
            let year = Int(fields[5]), let date = CivilDate(year: year, month: month + 1, day: day),
            let at = Timestamp(rfc3339: "\(date.iso8601)T\(fields[4])Z"),
            let last = fields.last, last.hasPrefix("gmtoff="), let offset = Int(last.dropFirst(7))
        else { return nil }
        return (at, offset)
    }
}
