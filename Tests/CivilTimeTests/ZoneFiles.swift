import CivilTime
import Foundation
import Testing

/// The compiled zone files of the machine, which the package `tzdata` installs.
enum ZoneFiles {
    static let directory = "/usr/share/zoneinfo"

    /// The bytes of one zone's file; fails the test when it is not there.
    static func bytes(of name: String) throws -> [UInt8] {
        let contents = FileManager.default.contents(atPath: "\(directory)/\(name)")
        return [UInt8](try #require(contents, "no \(directory)/\(name): install tzdata (make deps)"))
    }

    /// The rules of one zone; fails the test when its file is missing or refused.
    static func rules(of name: String) throws -> ZoneRules {
        try #require(ZoneRules(name: name, tzif: bytes(of: name)), "\(name) was refused")
    }

    /// The names of every zone that `tzdata` lists, sorted.
    static func names() throws -> [String] {
        let table = try #require(FileManager.default.contents(atPath: "\(directory)/tzdata.zi"))
        var names: Set<String> = []
        for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 2, fields[0] == "Z" { names.insert(String(fields[1])) }
            if fields.count == 3, fields[0] == "L" { names.insert(String(fields[2])) }
        }
        return names.sorted()
    }
}

/// The instant of RFC 3339 text; fails the test when the text is malformed.
func instant(_ text: String) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text), "\(text) is not an instant")
}

/// The reading of ISO 8601 text; fails the test when the text is malformed.
func reading(_ text: String) throws -> CivilDateTime {
    try #require(CivilDateTime(iso8601: text), "\(text) is not a reading")
}
