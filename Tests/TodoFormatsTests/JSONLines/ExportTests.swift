import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoFormats

@Suite("Complete exports")
struct ExportTests {
    private func state(seed: UInt64, count: Int64 = 12) -> UserState {
        var random = RandomTasks(seed: seed)
        var tasks = (1...count).map { random.task($0 * 10) }
        for index in tasks.indices where tasks[index].series != nil {
            // A series whose first task is gone, with a predecessor that is there.
            tasks[index].series?.id = TaskID(3)
            tasks[index].series?.predecessorID = TaskID(10)
            tasks[index].version = 7
        }
        let tags =
            Set(tasks.flatMap(\.tags).map(TodoDomain.Tag.key)).map { TodoDomain.Tag(name: $0, colour: "#1e90ff") } + [
                TodoDomain.Tag(name: "unused")
            ]
        let settings = UserSettings(
            timeZone: "Asia/Karachi", notifyWhenDue: true, defaultReminder: ReminderOffset(text: "-PT1H"), version: 3)
        for index in tasks.indices.dropFirst() where tasks[index].series == nil && tasks[0].series == nil {
            tasks[index].parentID = tasks[0].id
        }
        let filters = [
            SavedFilter(name: "Zoo", filter: "tag in zoo", sort: .title), SavedFilter(name: "äpfel", filter: "overdue"),
        ]
        return UserState(
            sequence: 99, tasks: tasks, tags: tags, settings: settings, records: filters.map { .savedFilter($0) })
    }

    /// The state that a file's records make, with other identities than the first had.
    private func restored(_ bytes: [UInt8], firstID: Int64) -> (UserState, ImportedFile) {
        let file = ExportReading.file(bytes)
        var tasks: [TodoTask] = []
        var tags: [TodoDomain.Tag] = []
        var settings = UserSettings.initial
        var records: [UserRecord] = []
        for item in file.items {
            switch item.content {
            case .success(.task(let task, _)):
                tasks.append(
                    task.identified(
                        by: { TaskID($0.rawValue + firstID) }, reminders: { ReminderID($0.rawValue + firstID) },
                        of: UserID("other")))
            case .success(.tag(let tag)): tags.append(tag)
            case .success(.settings(let given)): settings = given
            case .success(.savedFilter(let filter)): records.append(.savedFilter(filter))
            case .failure(let failure): Issue.record("\(failure)")
            }
        }
        return (UserState(sequence: 1, tasks: tasks, tags: tags, settings: settings, records: records), file)
    }

    @Test("are the same bytes after they were restored under other identities", arguments: 0..<20 as Range<UInt64>)
    func identical(seed: UInt64) throws {
        let bytes = try ExportWriter.file(state(seed: seed), epoch: "first", at: testNow)
        let (copy, file) = restored(bytes, firstID: 5_000)
        #expect(file.faults.isEmpty)
        #expect(try ExportWriter.file(copy, epoch: "second", at: testNow) == bytes)
    }

    @Test("are refused when they were cut at any line, or when a line was changed")
    func damaged() throws {
        let bytes = try ExportWriter.file(state(seed: 1), epoch: "first", at: testNow)
        let lines = bytes.split(separator: 0x0A)
        for count in 0..<lines.count {
            let cut = Array(lines[..<count].joined(separator: [0x0A]))
            #expect(!ExportReading.file(cut).faults.isEmpty, "cut after \(count) lines")
            #expect(
                !ExportReading.file(
                    Array(lines.enumerated().filter { $0.offset != count }.map(\.element).joined(separator: [0x0A]))
                ).faults.isEmpty)
        }
        let changed = Array(String(decoding: bytes, as: UTF8.self).replacing("#1e90ff", with: "#1e90fe").utf8)
        #expect(ExportReading.file(changed).faults.first?.message.contains("checksum") == true)
        #expect(ExportReading.file(Array("{}".utf8)).faults.first?.line == 1)
    }

    @Test("tell of each bad line alone what is wrong with it")
    func badLines() throws {
        var text = String(decoding: try ExportWriter.file(state(seed: 2), epoch: "first", at: testNow), as: UTF8.self)
        text = text.replacing("\"name\":\"unused\"", with: "\"name\":\"\"").replacing(
            "\"morning\":\"09:00\"", with: "\"morning\":9")
        let file = ExportReading.file(Array(text.utf8))
        let faults = file.items.compactMap { item in
            if case .failure(let failure) = item.content { failure.faults.first } else { nil as FormatFault? }
        }
        #expect(faults.count == 2)
        #expect(faults.first?.line == 2 && faults.first?.message.contains("morning") == true)
    }

    /// A field that is not in these lists is one that the export may leave out: let it write and read the field, then
    /// add it here.
    @Test("have all that a user's state has")
    func completeness() {
        let state = state(seed: 3)
        #expect(
            Mirror(reflecting: state).children.compactMap(\.label) == [
                "sequence", "tasks", "tags", "settings", "records",
            ])
        // Of records, saved filters are exported; what is deleted is no part of an export.
        #expect(UserRecord.Kind.allCases == [.savedFilter, .trashedTask])
        // Tasks are written whole, by their own coding; only their identities are changed, in `identified`.
        let task = Mirror(reflecting: state.orderedTasks[0]).children.compactMap(\.label)
        #expect(
            task == [
                "id", "userID", "title", "description", "priority", "due", "series", "parentID", "tags", "reminders",
                "completedAt", "version", "createdAt", "updatedAt", "uid",
            ])
    }

    @Test("are read or refused however they are damaged")
    func fuzz() throws {
        let whole = try ExportWriter.file(state(seed: 4, count: 3), epoch: "first", at: testNow)
        let pieces = [
            "{", "}", "\"", "null", "[[[[[[", "\n", "{\"type\":\"end\"}\n", "\"id\":", "-1", "1e999", "\\u0000",
        ]
        var damaged = DamagedBytes(seed: 3, pieces: pieces)
        try FuzzRun(variable: "EXPORT_FUZZ_SECONDS").run { _ in
            let file = ExportReading.file(damaged.damage(whole))
            for fault in file.allFaults where fault.line < 1 || fault.message.isEmpty { Issue.record("\(fault)") }
        }
    }
}
