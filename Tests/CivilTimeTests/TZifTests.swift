import CivilTime
import Testing

@Suite("Compiled zone files")
struct TZifTests {
    @Test("every zone of the machine is read")
    func everyZone() throws {
        let names = try ZoneFiles.names()
        for name in names {
            let zone = try ZoneFiles.rules(of: name)
            #expect(zone.name == name)
        }
        #expect(names.contains("Asia/Karachi"))
        #expect(names.contains("America/Argentina/Buenos_Aires"))
        #expect(!names.contains("Mars/Olympus_Mons"))
    }

    @Test(
        "a file cut short anywhere is refused, without a crash",
        arguments: ["Asia/Karachi", "America/New_York", "Pacific/Apia", "Europe/Dublin", "Etc/UTC"])
    func truncated(name: String) throws {
        let bytes = try ZoneFiles.bytes(of: name)
        for length in 0..<bytes.count {
            #expect(ZoneRules(name: name, tzif: Array(bytes.prefix(length))) == nil, "cut to \(length) bytes")
        }
        #expect(ZoneRules(name: name, tzif: bytes) != nil)
    }

    @Test("a file with any single byte changed is read or refused, never a crash")
    func changedBytes() throws {
        let bytes = try ZoneFiles.bytes(of: "Asia/Karachi")
        let noon = try instant("2026-01-31T12:00:00Z")
        var refused = 0
        for index in bytes.indices {
            for value: UInt8 in [0, 0x7F, 0xFF, bytes[index] &+ 1] {
                var changed = bytes
                changed[index] = value
                guard let zone = ZoneRules(name: "changed", tzif: changed) else {
                    refused += 1
                    continue
                }
                _ = zone.instant(of: zone.civil(at: noon))
            }
        }
        #expect(refused > 0)
    }

    @Test("what is no compiled zone file is refused")
    func foreignBytes() {
        #expect(ZoneRules(name: "empty", tzif: []) == nil)
        #expect(ZoneRules(name: "text", tzif: Array("Asia/Karachi PKT-5\n".utf8)) == nil)
        #expect(ZoneRules(name: "zeros", tzif: [UInt8](repeating: 0, count: 4_096)) == nil)
        #expect(ZoneRules(name: "ones", tzif: [UInt8](repeating: 0xFF, count: 4_096)) == nil)
    }

    @Test("a small file made by hand is read; the same file with one fault is refused")
    func handMade() throws {
        let zone = try #require(ZoneRules(name: "made", tzif: ZoneFileBytes().bytes))
        #expect(zone.offsetSeconds(at: .epoch.adding(milliseconds: 999_999)) == 3_600)
        #expect(zone.offsetSeconds(at: .epoch.adding(milliseconds: 1_000_000)) == 7_200)
        #expect(zone.offsetSeconds(at: .epoch.adding(milliseconds: 2_000_000)) == -1_800)

        #expect(ZoneRules(name: "version 1", tzif: ZoneFileBytes(version: 0).bytes) == nil)
        #expect(ZoneRules(name: "unordered", tzif: ZoneFileBytes(transitions: [2_000, 1_000]).bytes) == nil)
        #expect(ZoneRules(name: "repeated", tzif: ZoneFileBytes(transitions: [1_000, 1_000]).bytes) == nil)
        #expect(ZoneRules(name: "no such type", tzif: ZoneFileBytes(typeIndices: [1, 3]).bytes) == nil)
        #expect(ZoneRules(name: "no types", tzif: ZoneFileBytes(transitions: [], offsets: []).bytes) == nil)
        #expect(ZoneRules(name: "bad rule", tzif: ZoneFileBytes(footer: "\nnonsense\n").bytes) == nil)
        #expect(ZoneRules(name: "unclosed rule", tzif: ZoneFileBytes(footer: "\n<-0030>0:30").bytes) == nil)
        #expect(ZoneRules(name: "no footer", tzif: ZoneFileBytes(footer: "").bytes) == nil)
        #expect(ZoneRules(name: "wild offset", tzif: ZoneFileBytes(offsets: [3_600, 7_200, 200_000]).bytes) == nil)
    }

    @Test("an empty rule at the end keeps the last offset")
    func emptyRule() throws {
        let zone = try #require(ZoneRules(name: "made", tzif: ZoneFileBytes(footer: "\n\n").bytes))
        #expect(zone.offsetSeconds(at: Timestamp(millisecondsSinceEpoch: .max)) == -1_800)
    }

    @Test("a database of zones in memory knows its zones, and UTC, and no other")
    func memoryDatabase() throws {
        let database = MemoryZoneDatabase([try ZoneFiles.rules(of: "Asia/Karachi")])
        #expect(database.rules(named: "Asia/Karachi")?.offsetSeconds(at: .epoch) == 18_000)
        #expect(database.rules(named: "UTC")?.offsetSeconds(at: .epoch) == 0)
        #expect(database.rules(named: "asia/karachi") == nil)
        #expect(database.rules(named: "Europe/London") == nil)
    }
}

/// Makes the bytes of a small version 2 zone file.
struct ZoneFileBytes {
    var version: UInt8 = UInt8(ascii: "2")
    var transitions: [Int64] = [1_000, 2_000]
    var typeIndices: [UInt8] = [1, 2]
    var offsets: [Int32] = [3_600, 7_200, -1_800]
    var footer = "\n<-0030>0:30\n"

    var bytes: [UInt8] {
        var result = header(transitionCount: 0, typeCount: 1)
        result += [0, 0, 0, 0, 0, 0]
        result += header(transitionCount: transitions.count, typeCount: offsets.count)
        for transition in transitions { result += bigEndian(transition) }
        result += typeIndices.prefix(transitions.count)
        for offset in offsets { result += bigEndian(offset) + [0, 0] }
        return result + Array(footer.utf8)
    }

    private func header(transitionCount: Int, typeCount: Int) -> [UInt8] {
        let counts = [0, 0, 0, transitionCount, typeCount, 0].map { Int32($0) }
        return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap(bigEndian)
    }

    private func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
