import Testing
import TodoDomain
import TodoFormats

@Suite("Comma-separated values")
struct TableTests {
    private func rows(_ bytes: [UInt8]) -> [Result<TableRow, FormatFault>] {
        var reader = TableReader(bytes)
        var rows: [Result<TableRow, FormatFault>] = []
        while let row = reader.next() { rows.append(row) }
        return rows
    }

    private func fields(_ text: String) -> [[String]?] {
        rows(Array(text.utf8)).map { try? $0.get().fields }
    }

    @Test("are read with quotes, line ends within them, a byte order mark, and rows of any length")
    func forms() {
        #expect(
            fields("\u{FEFF}a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\n,\r3") == [
                ["a", "b"], ["1", "x, \"y\"\nz"], ["", ""], ["3"],
            ])
        #expect(fields("") == [] && fields("\n\n") == [])
        #expect(fields("a,") == [["a", ""]])
        #expect(fields("a\"b,c") == [["a\"b", "c"]])
    }

    @Test("refuse a bad row alone, with its line")
    func faults() {
        let found = rows(Array("a,\"b\"x\n1,2\n\"never\n3,4".utf8))
        #expect(found.map { try? $0.get().fields } == [nil, ["1", "2"], nil, ["3", "4"]])
        guard case .failure(let first) = found[0], case .failure(let third) = found[2] else {
            Issue.record("\(found)")
            return
        }
        #expect(first.line == 1 && third.line == 3)
        #expect(rows([0x61, 0xFF]).count == 1)
    }

    @Test("give back any table that is written by the rules", arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = ["a", "\"", ",", "\n", "é", " ", "کل", "x"]
        let table = (0..<Int.random(in: 1...20, using: &random)).map { _ in
            ["k"]
                + (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...8, using: &random)).map { _ in random.pick(pieces) }.joined()
                }
        }
        let end = random.pick(["\n", "\r\n", "\r"])
        let text = table.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") }
            .joined(separator: end)
        #expect(fields(text) == table)
    }

    @Test("may be damaged in any way: they are read or refused with the line, and bring nothing down")
    func fuzz() throws {
        let seeds = [TodoistSamples.template, "TYPE,CONTENT\ntask,\"a\nb\"\n"].map { Array($0.utf8) }
        let pieces = [
            "\"", "\"\"", ",", "\r", "\n", "task,", "section,", "note,", "every ", "every! other mon at 9pm",
            "2024-05-01 10:00", "@label", "99999999999999999999", "\u{FEFF}", "\0", "Feb 29", "TYPE,CONTENT\n",
        ]
        var damaged = DamagedBytes(seed: 2, pieces: pieces)
        try FuzzRun(variable: "CSV_FUZZ_SECONDS").run { round in
            let bytes = damaged.damage(seeds[round % 2])
            let lines = bytes.count(where: { $0 == 0x0A || $0 == 0x0D }) + 1
            let file = TodoistReading.file(
                bytes, settings: .init(timeZone: "America/New_York"), zones: testZones, now: testNow)
            for fault in file.allFaults where !(1...lines).contains(fault.line) || fault.message.isEmpty {
                Issue.record("\(fault) of \(lines) lines")
            }
            for task in file.tasks where !task.importFaults.isEmpty { Issue.record("\(task)") }
        }
    }
}
