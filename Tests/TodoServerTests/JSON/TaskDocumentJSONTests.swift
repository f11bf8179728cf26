import CivilTime
import ServicePorts
import Testing
import TodoDomain

@testable import TodoServer

/// Tasks written by heart are what they encode, byte for byte.
@Suite("JSON of task documents")
struct TaskDocumentJSONTests {
    private static let zones = MemoryZoneDatabase([ZoneRules(name: "Asia/Karachi", offsetSeconds: 5 * 3_600)])

    private func task(_ number: Int64) throws -> TodoTask {
        let instants = [0, 1_796_065_414_638, -62_135_596_800_001, 253_402_300_800_000, 1_796_065_414_000]
            .map { Timestamp(millisecondsSinceEpoch: $0) }
        let dates = [nil, "2026-03-01", "2026-03-01T09:00:00", "2026-03-01T09:00:00.007Z", "2026-03-01T09:00:00-03:30"]
        func pick<Value>(_ values: [Value], _ salt: Int64) -> Value {
            values[Int((number * salt) % Int64(values.count))]
        }
        let due = pick(dates, 3).flatMap { DueDate(text: $0, zoneName: nil, zones: TaskDocumentJSONTests.zones) }
        let zoned = try #require(
            DueDate(text: "2026-03-01T09:00", zoneName: "Asia/Karachi", zones: TaskDocumentJSONTests.zones))
        let weekly = try #require(RecurrenceRule(frequency: .weekly))
        let reminder = Reminder(id: ReminderID(number), remindAt: pick(instants, 7))
        return TodoTask(
            id: TaskID(number), userID: UserID("sara/\(number)"), title: pick(["plain", "a \"b\"\n", "گھر 🏡"], 1),
            description: pick(["", "\u{1}\u{7F}\\", "/"], 2), priority: pick(Priority.allCases, 5),
            due: number % 3 == 0 ? zoned : due,
            series: number % 3 == 0 ? Series(rule: weekly, anchor: zoned.wall) : nil,
            parentID: number % 4 == 0 ? TaskID(9) : nil, tags: pick([[], ["home"], ["a", "\t", "گ"]], 1),
            reminders: number % 2 == 0 ? [reminder] : [], completedAt: number % 5 == 0 ? pick(instants, 1) : nil,
            version: number, createdAt: pick(instants, 1), updatedAt: pick(instants, 2))
    }

    @Test("One task", arguments: 1...60)
    func one(_ number: Int64) throws {
        let document = TaskDocument(try task(number))
        var writer = JSONWriter()
        try writer.write(document)
        let encoded = try JSONCodec.encode(document)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(decoding: encoded, as: UTF8.self))
    }

    @Test("Lists of tasks", arguments: 0...3)
    func lists(_ count: Int) throws {
        let tasks = try (0..<count).map { try task(Int64($0 + 1)) }
        var writer = JSONWriter()
        try writer.write(tasks)
        #expect(try writer.bytes == JSONCodec.encode(tasks.map(TaskDocument.init)))
    }
}
