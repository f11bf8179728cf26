import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoFormats
import TodoPorts

@testable import TodoServices

@Suite("Importing files")
struct ImportTests {
    private let omar = UserID("omar")

    private func calendar(_ titles: [String]) -> ImportedFile {
        let tasks = titles.map { title in
            """
            BEGIN:VTODO
            UID:\(title)@example.com
            SUMMARY:\(title)
            DUE;TZID=Asia/Karachi:20260131T090000
            CATEGORIES:home
            BEGIN:VALARM
            TRIGGER:-PT15M
            END:VALARM
            END:VTODO

            """
        }
        let text = "BEGIN:VCALENDAR\n" + tasks.joined() + "END:VCALENDAR\n"
        return CalendarReading.file(Array(text.utf8), zones: TaskBench.zones, now: .epoch)
    }

    private func run(
        _ file: ImportedFile, _ bench: TaskBench, of user: UserID = TaskBench.sara,
        _ options: TaskImporter.Options = .init()
    ) async throws -> ImportReport {
        try await TaskImporter(bench.service).run(file, bench.context(user, key: "any", version: 7), options)
    }

    private func export(_ bench: TaskBench, of user: UserID = TaskBench.sara) throws -> [UInt8] {
        try ExportWriter.file(bench.state(of: user), epoch: bench.store.transaction { $0.epoch }, at: .epoch)
    }

    @Test("makes each task with its tags and reminders once, however often the file comes")
    func twice() async throws {
        let bench = TaskBench()
        let first = try await run(calendar(["one", "two"]), bench)
        #expect(first.imported == 2 && first.unchanged == 0 && first.refused == 0)
        let state = bench.state()
        #expect(state.orderedTasks.map(\.title) == ["one", "two"] && state.orderedTags.map(\.name) == ["home"])
        #expect(first.items.map(\.taskID) == state.orderedTasks.map(\.id))
        #expect(state.orderedTasks.map(\.reminders.count) == [1, 1])
        #expect(bench.outbox.reminders.count == 2)
        #expect(bench.outbox.taskEvents.map(\.data.change.kind) == [.taskImported, .taskImported])
        let second = try await run(calendar(["one", "two", "three"]), bench)
        #expect(second.imported == 1 && second.unchanged == 2)
        #expect(bench.state().tasks.count == 3)
        #expect(try await run(calendar(["one"]), bench, of: omar).imported == 1, "another user has none of them")
    }

    @Test("does nothing on trial, and tells what it would do")
    func dryRun() async throws {
        let bench = TaskBench()
        let report = try await run(calendar(["one"]), bench, .init(isDryRun: true))
        #expect(report.imported == 1 && report.isDryRun)
        #expect(bench.state() == UserState() && bench.outbox.isEmpty)
    }

    @Test("brings a complete export back byte for byte, into another account and into the same one after a wipe")
    func restore() async throws {
        let bench = TaskBench(epoch: "first")
        try await bench.perform(
            .changeSettings(
                SettingsInput(
                    json: JSONCodec.decode(from: Array(#"{"time_zone":"Asia/Karachi","notify_when_due":true}"#.utf8)),
                    zones: TaskBench.zones)))
        try await bench.perform(.createTag(TagInput(name: "Work", colour: "#1e90ff")))
        let run = try await bench.create(
            #"{"title":"run","due_date":"2026-01-06T12:00","time_zone":"Asia/Karachi","recurring_pattern":"daily"}"#)
        try await bench.perform(.toggle(run.id))
        let done = try #require(bench.task(run.id))
        try await bench.perform(
            .spawnOccurrence(
                of: run.id, due: try #require(done.nextOccurrence), completedAt: try #require(done.completedAt)))
        try await bench.create(#"{"title":"plan","tags":["work"],"reminder_at":"2026-02-01T00:00:00Z"}"#)
        let before = try export(bench)
        let file = ExportReading.file(before)
        #expect(file.faults.isEmpty)

        let elsewhere = TaskBench(epoch: "second")
        try await elsewhere.create(#"{"title":"somebody else's"}"#, elsewhere.context(omar))
        let report = try await self.run(file, elsewhere, .init(isRestoration: true))
        #expect(report.imported == 5 && report.refused == 0, "\(report)")
        #expect(try export(elsewhere) == before)
        #expect(try await self.run(file, elsewhere, .init(isRestoration: true)).imported == 0)

        #expect(try await self.run(file, bench, .init(isRestoration: true)).imported == 0, "nothing is missing")
        for task in bench.state().orderedTasks { try await bench.perform(.delete(task.id)) }
        try await bench.perform(.deleteTag(name: "work"))
        _ = try await self.run(file, bench, .init(isRestoration: true))
        #expect(try export(bench) == before)
    }

    @Test("goes on with the series that it restored")
    func restoredSeries() async throws {
        let bench = TaskBench()
        let run = try await bench.create(#"{"title":"run","due_date":"2026-01-06","recurring_pattern":"daily"}"#)
        try await bench.perform(.toggle(run.id))
        let file = ExportReading.file(try export(bench))
        let elsewhere = TaskBench(epoch: "second")
        _ = try await self.run(file, elsewhere, .init(isRestoration: true))
        let done = try #require(elsewhere.state().orderedTasks.first)
        #expect(done.series?.id == done.id && done.isCompleted)
        let next = try #require(done.nextOccurrence)
        let outcome = try await elsewhere.perform(
            .spawnOccurrence(of: done.id, due: next, completedAt: try #require(done.completedAt)))
        #expect(outcome.successorID != nil)
    }

    @Test("refuses a task of a zone that nobody knows, and takes the others")
    func unknownZone() async throws {
        let bench = TaskBench()
        try await bench.create(#"{"title":"x","due_date":"2026-02-06T12:00","time_zone":"Asia/Karachi"}"#)
        try await bench.create(#"{"title":"y"}"#)
        let text = String(decoding: try export(bench), as: UTF8.self).replacing("Asia/Karachi", with: "Mars/Phobos")
        let elsewhere = TaskBench(epoch: "second")
        let report = try await run(ExportReading.file(Array(text.utf8)), elsewhere, .init(isRestoration: true))
        #expect(report.refused == 1 && report.imported == 1)
        #expect(report.items.first { $0.outcome == .refused }?.faults.first?.message.contains("Mars/Phobos") == true)
        #expect(elsewhere.state().orderedTasks.map(\.title) == ["y"])
    }

    @Test("withdraws reminders whose time passed while they lay in the file, and shows none of them")
    func passedReminders() async throws {
        let bench = TaskBench()
        let later = bench.clock.now().adding(milliseconds: 1_000).rfc3339
        try await bench.create(#"{"title":"call","reminder_at":"\#(later)"}"#)
        let file = ExportReading.file(try export(bench))
        let elsewhere = TaskBench(epoch: "second")
        elsewhere.clock.set(bench.clock.now().adding(milliseconds: 60_000))
        _ = try await run(file, elsewhere, .init(isRestoration: true))
        let reminder = try #require(elsewhere.state().orderedTasks.first?.reminders.first)
        #expect(reminder.status == .cancelled && reminder.cancelledBecause == .passed)
        #expect(elsewhere.outbox.reminders.isEmpty)
    }

    @Test("makes each task once though commits fail, are of unknown outcome, or come second")
    func faults() async throws {
        let base = MemoryTaskStore(epoch: "epoch-1")
        let store = ScriptedStore(base)
        let bench = TaskBench(wrapping: { _ in store })
        store.onNextCommits(
            .commitThenFail(.ambiguous), .fail(.ambiguous), .fail(.conflict), .fail(.unavailable),
            .commitThenFail(.ambiguous))
        let report = try await run(calendar(["one", "two", "three"]), bench)
        #expect(report.imported == 3)
        #expect(base.transaction { $0.state(of: TaskBench.sara) }.orderedTasks.map(\.title) == ["one", "two", "three"])
    }

    @Test("stops while the store does not answer, and goes on from there when the file comes again")
    func outage() async throws {
        let base = MemoryTaskStore(epoch: "epoch-1")
        let store = ScriptedStore(base)
        let bench = TaskBench(wrapping: { _ in store })
        store.onNextCommits(
            .after {}, .fail(.unavailable), .fail(.unavailable), .fail(.unavailable), .fail(.unavailable),
            .fail(.unavailable))
        let file = calendar(["one", "two", "three"])
        await #expect(throws: TaskRefusal.unavailable("scripted")) { _ = try await run(file, bench) }
        #expect(base.transaction { $0.state(of: TaskBench.sara) }.tasks.count == 1)
        let report = try await run(file, bench)
        #expect(report.imported == 2 && report.unchanged == 1)
    }

    @Test("of one file twice at the same time makes each task once")
    func atOnce() async throws {
        let bench = TaskBench()
        let file = calendar((1...20).map { "task \($0)" })
        async let first = run(file, bench)
        async let second = run(file, bench)
        let reports = try await [first, second]
        #expect(reports.map(\.imported).reduce(0, +) == 20)
        #expect(bench.state().tasks.count == 20)
    }

    @Test("gives an imported task the reminders that the settings ask for, and a restored one none")
    func automaticReminders() async throws {
        let text = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:x\nDUE:20990101T090000\nEND:VTODO\nEND:VCALENDAR"
        let file = CalendarReading.file(Array(text.utf8), zones: TaskBench.zones, now: .epoch)
        for isRestoration in [false, true] {
            let bench = TaskBench()
            var settings = SettingsInput()
            settings.notifyWhenDue = .set(true)
            try await bench.perform(.changeSettings(settings))
            _ = try await run(file, bench, .init(isRestoration: isRestoration))
            #expect(bench.state().orderedTasks[0].reminders.count == (isRestoration ? 0 : 1))
        }
    }
}
