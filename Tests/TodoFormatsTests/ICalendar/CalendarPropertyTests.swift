import CivilTime
import Testing
import TodoDomain
import TodoFormats

@Suite("Random iCalendar files")
struct CalendarPropertyTests {
    @Test("say of any task what reading them gives back", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = RandomTasks(seed: seed)
        let tasks = (1...10).map { random.task(Int64($0)) }
        let bytes = CalendarWriting.file(tasks, epoch: "test", zones: testZones)
        let file = CalendarReading.file(bytes, zones: testZones, now: testNow)
        #expect(file.faults.isEmpty && file.allFaults.isEmpty, "\(file.allFaults)")
        #expect(file.tasks == tasks)
    }

    @Test("say of which task another one is a part, where that one is in the file")
    func parts() {
        var random = RandomTasks(seed: 3)
        var tasks = (1...4).map { random.task(Int64($0)) }
        tasks[1].parentID = tasks[3].id
        tasks[2].parentID = TaskID(77)
        let bytes = CalendarWriting.file(tasks, epoch: "test", zones: testZones)
        let file = CalendarReading.file(bytes, zones: testZones, now: testNow)
        #expect(file.parents == [nil, tasks[3].uid, nil, nil])
    }

    @Test("have lines of at most 75 bytes that end by CRLF, each of them UTF-8")
    func lines() {
        var random = RandomTasks(seed: 99)
        let bytes = CalendarWriting.file((1...20).map { random.task(Int64($0)) }, epoch: "test", zones: testZones)
        #expect(bytes.suffix(2) == [0x0D, 0x0A])
        for line in bytes.split(separator: 0x0A) {
            #expect(line.last == 0x0D && line.count <= 76)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
    }

    @Test("may be damaged in any way: they are read or refused with the line, and bring nothing down")
    func fuzz() throws {
        var random = RandomTasks(seed: 7)
        let whole = CalendarWriting.file((1...4).map { random.task(Int64($0)) }, epoch: "test", zones: testZones)
        let seeds = [whole, Array(CalendarSamples.nextcloud.utf8)]
        let pieces = [
            "BEGIN:VTODO\r\n", "END:VTODO\r\n", "END:VALARM\r\n", "\r\n ", "BEGIN:VALARM\r\n", ";TZID=", "\"", "^n",
            ":",
            "RRULE:FREQ=SECONDLY\r\n", "EXDATE:", "99999999T999999Z", "TRIGGER:-P99999999W\r\n", "DURATION:P3660D\r\n",
            "\u{FEFF}", "\0", "DUE:00000101T000000\r\n", "X-TODO-DUE:", "RRULE:FREQ=YEARLY;COUNT=1000000\r\n",
        ]
        var damaged = DamagedBytes(seed: 1, pieces: pieces)
        try FuzzRun(variable: "ICALENDAR_FUZZ_SECONDS").run { round in
            let bytes = damaged.damage(seeds[round % 2])
            let lines = bytes.count(where: { $0 == 0x0A || $0 == 0x0D }) + 1
            let file = CalendarReading.file(bytes, zones: testZones, now: testNow)
            for fault in file.allFaults where !(1...lines).contains(fault.line) || fault.message.isEmpty {
                Issue.record("\(fault) of \(lines) lines")
            }
            let again = CalendarWriting.file(file.tasks, epoch: "test", zones: testZones)
            let reread = CalendarReading.file(again, zones: testZones, now: testNow)
            if reread.items.count != file.tasks.count { Issue.record("\(String(decoding: again, as: UTF8.self))") }
        }
    }
}
