import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Commands about series")
struct SeriesCommandTests {
    let bench = TaskBench()

    private func daily(_ settings: String = "") async throws -> TodoTask {
        try await bench.create(
            """
            {"title": "run", "due_date": "2026-01-06T09:00:00", "recurrence": {"rule": "daily"\(settings)},
             "reminder_at": "2026-01-06T08:00:00Z"}
            """)
    }

    /// Does what the recurrence service would for the last event; the answer's successor.
    @discardableResult
    private func follow() async throws -> TodoTask? {
        let event = try #require(bench.outbox.taskEvents.last)
        guard let request = SuccessorDecision.request(for: event.data, zones: TaskBench.zones) else { return nil }
        let command = TaskCommand.spawnOccurrence(
            of: request.predecessorID, due: request.due, completedAt: request.completedAt)
        return try await bench.perform(command).task
    }

    private func conflict(_ body: () async throws -> Void) async throws {
        let before = bench.state()
        do {
            try await body()
            Issue.record("expected a refusal")
        } catch TaskRefusal.conflict(let reason) {
            #expect(!reason.isEmpty)
        }
        #expect(bench.state() == before)
    }

    @Test("the first task gives the series its identity, and each date its occurrence")
    func identity() async throws {
        let first = try await daily()
        #expect(first.occurrenceID?.description == "\(first.id)/2026-01-06T09:00:00")
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.occurrenceID?.description == "\(first.id)/2026-01-07T09:00:00")
    }

    @Test("a rule is kept on the clock of its due date, and a date without a time has no rule of hours")
    func ruleOfClock() async throws {
        let rule = "FREQ=DAILY;UNTIL=20260201T040000Z;BYHOUR=9"
        let timed = try await bench.create(
            #"{"title": "a", "due_date": "2026-01-06T09:00:00+05:00", "recurring_pattern": "\#(rule)"}"#)
        #expect(timed.series?.rule.text == "FREQ=DAILY;UNTIL=20260201T090000;BYHOUR=9")
        let wholeDay = try await bench.create(
            #"{"title": "b", "due_date": "2026-01-06", "recurring_pattern": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9"}"#)
        #expect(wholeDay.series?.rule.text == "FREQ=WEEKLY;BYDAY=MO")
        do {
            _ = try await bench.create(
                #"{"title": "c", "due_date": "2026-01-06", "recurring_pattern": "FREQ=HOURLY"}"#)
            Issue.record("expected a refusal")
        } catch TaskRefusal.invalid(let failure) {
            #expect(failure.faults.map(\.pointer) == ["/recurring_pattern"])
        }
    }

    @Test("a rule with a count has that many dates, whether done, late or made by the clock")
    func counted() async throws {
        let first = try await bench.create(
            """
            {"title": "a", "due_date": "2026-01-06T09:00:00", "recurring_pattern": "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2"}
            """
        )
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.series?.number == 2)
        #expect(second.due?.text == "2026-01-08T09:00:00")
        try await bench.perform(.toggle(second.id))
        #expect(try await follow() == nil)
    }

    @Test("undo opens the task and takes the successor away with its reminders; done again, there is one successor")
    func undo() async throws {
        let first = try await daily()
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        let outcome = try await bench.perform(.undo(first.id))
        #expect(outcome.task?.isCompleted == false)
        #expect(bench.state().tasks[second.id] == nil)
        #expect(bench.outbox.taskEvents.last?.data.eventType == .updated)
        let update = try #require(bench.outbox.taskUpdates.last?.data)
        #expect(update.changes.withdrawnTask == second.id)
        #expect(update.changes.task?.id == first.id)
        let cancelled = bench.outbox.reminders.last?.data
        #expect(cancelled?.eventType == .cancelled)
        #expect(cancelled?.reminderID == second.reminders.first?.id)
        #expect(cancelled?.taskID == second.id)
        try await bench.perform(.toggle(first.id))
        let third = try #require(try await follow())
        #expect(third.occurrenceID == second.occurrenceID)
        #expect(bench.state().tasks.count == 2)
        try await bench.perform(.toggle(first.id))
        try await bench.perform(.toggle(first.id))
        #expect(try await follow() == nil, "opened without undo, the successor stays the one")
    }

    @Test("undo is refused when the successor was edited, done or deleted, or when nothing is done")
    func refusedUndo() async throws {
        let first = try await daily()
        try await conflict { try await bench.perform(.undo(first.id)) }
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        try await bench.update(second.id, #"{"title": "walk"}"#)
        try await conflict { try await bench.perform(.undo(first.id)) }
        try await bench.perform(.toggle(second.id))
        try await conflict { try await bench.perform(.undo(first.id)) }
        try await bench.perform(.delete(second.id))
        try await conflict { try await bench.perform(.undo(first.id)) }
    }

    @Test("a skipped occurrence is done with, reminds no more, and has a successor")
    func skip() async throws {
        let first = try await daily()
        let skipped = try #require(try await bench.perform(.skip(first.id)).task)
        #expect(skipped.isCompleted)
        #expect(skipped.series?.isSkipped == true)
        #expect(skipped.reminders.map(\.status) == [.cancelled])
        #expect(try await follow()?.due?.text == "2026-01-07T09:00:00")
        try await conflict { try await bench.perform(.skip(first.id)) }
        let undone = try #require(try await bench.perform(.undo(first.id)).task)
        #expect(undone.series?.isSkipped == false)
        let plain = try await bench.create(#"{"title": "once"}"#)
        try await conflict { try await bench.perform(.skip(plain.id)) }
    }

    @Test("a paused series makes nothing; resumed, it goes on after the pause")
    func pause() async throws {
        let first = try await daily(#", "missed": "each""#)
        try await bench.perform(.pauseSeries(first.id))
        try await bench.perform(.toggle(first.id))
        #expect(try await follow() == nil)
        bench.clock.advance(.seconds(5 * 86_400))
        try await bench.perform(.resumeSeries(first.id))
        let now = DueDate(wall: try reading("2026-01-01T00:00:00")).rules(in: TaskBench.zones).civil(
            at: bench.clock.now())
        let second = try #require(try await follow())
        let wall = try #require(second.due?.wall)
        #expect(wall > now)
        #expect(wall.millisecondsSinceEpoch - now.millisecondsSinceEpoch <= 86_400_000)
        try await conflict { try await bench.perform(.pauseSeries(first.id)) }
    }

    @Test("an edit of this one only leaves the series, one of this and future begins another")
    func scopes() async throws {
        let first = try await daily()
        var alone = try bench.input(#"{"title": "swim", "due_date": "2026-01-06T18:00:00"}"#, .patch)
        alone.scope = .this
        let moved = try #require(try await bench.perform(.update(first.id, alone)).task)
        #expect(moved.series?.anchor == first.series?.anchor)
        #expect(moved.occurrenceID == first.occurrenceID)
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.title == "run")
        #expect(second.due?.text == "2026-01-07T09:00:00")
        var future = try bench.input(#"{"recurring_pattern": "weekly"}"#, .patch)
        future.scope = .thisAndFuture
        let split = try #require(try await bench.perform(.update(second.id, future)).task)
        #expect(split.series?.id == second.id)
        #expect(bench.task(first.id)?.series?.rule == first.series?.rule)
        try await conflict { try await bench.perform(.update(first.id, future)) }
        var ruleAlone = try bench.input(#"{"recurring_pattern": "monthly"}"#, .patch)
        ruleAlone.scope = .this
        await #expect(throws: TaskRefusal.self) { try await bench.perform(.update(second.id, ruleAlone)) }
    }

    @Test("an occurrence that alone has no time of day is done like any other, and its series keeps its rule")
    func aloneWithoutTime() async throws {
        for rule in ["FREQ=HOURLY;BYHOUR=9,13,17;BYMINUTE=15", "FREQ=DAILY;BYHOUR=9"] {
            let first = try await bench.create(
                #"{"title": "a", "due_date": "2026-01-06T09:15:00", "recurring_pattern": "\#(rule)"}"#)
            var alone = try bench.input(#"{"due_date": "2026-01-08"}"#, .patch)
            alone.scope = .this
            let moved = try #require(try await bench.perform(.update(first.id, alone)).task)
            #expect(moved.series?.rule == first.series?.rule)
            #expect(moved.series?.anchor == first.series?.anchor)
            let done = try #require(try await bench.perform(.toggle(first.id)).task)
            #expect(done.isCompleted)
            #expect(done.series == moved.series)
            let next = try #require(try await follow())
            #expect(next.due?.isAllDay == false)
            #expect(next.due?.anchor == first.due?.anchor)
            #expect(next.series?.rule == first.series?.rule)
        }
    }

    @Test("an edit without scope hands on what it changes, and nothing else that one occurrence had alone")
    func editAfterAlone() async throws {
        let first = try await daily()
        var alone = try bench.input(
            #"{"title": "swim", "priority": "high", "due_date": "2026-01-06T18:00:00", "time_zone": "Asia/Karachi"}"#,
            .patch)
        alone.scope = .this
        try await bench.perform(.update(first.id, alone))
        let described = try bench.input(#"{"title": "row", "description": "on the lake"}"#, .patch)
        try await bench.perform(.update(first.id, described))
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.title == "row")
        #expect(second.description == "on the lake")
        #expect(second.priority == .medium)
        #expect(second.due?.text == "2026-01-07T09:00:00")
        #expect(second.due?.zoneName == first.due?.zoneName)
        #expect(second.series?.template == nil)
    }

    @Test("a zone given without scope is handed on, also after one that an occurrence had alone")
    func zoneAfterAlone() async throws {
        let first = try await daily()
        var alone = try bench.input(#"{"due_date": "2026-01-06"}"#, .patch)
        alone.scope = .this
        try await bench.perform(.update(first.id, alone))
        let zoned = try bench.input(#"{"time_zone": "Asia/Karachi"}"#, .patch)
        let moved = try #require(try await bench.perform(.update(first.id, zoned)).task)
        #expect(moved.due?.isAllDay == true)
        #expect(moved.series?.rule == first.series?.rule)
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.due?.text == "2026-01-07T09:00:00")
        #expect(second.due?.zoneName == "Asia/Karachi")
        #expect(second.due?.isAllDay == false)
    }

    @Test("an edit for all hands on what the task says, and its date only when it moves it")
    func allAfterAlone() async throws {
        let first = try await daily()
        var alone = try bench.input(#"{"title": "swim", "due_date": "2026-01-06"}"#, .patch)
        alone.scope = .this
        try await bench.perform(.update(first.id, alone))
        var all = try bench.input(#"{"description": "in the lake"}"#, .patch)
        all.scope = .all
        try await bench.perform(.update(first.id, all))
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        #expect(second.title == "swim")
        #expect(second.description == "in the lake")
        #expect(second.due?.text == "2026-01-07T09:00:00")
        alone = try bench.input(#"{"due_date": "2026-01-07T18:00:00"}"#, .patch)
        alone.scope = .this
        try await bench.perform(.update(second.id, alone))
        let dateless = try bench.input(#"{"due_date": "2026-01-08"}"#, .patch)
        try await bench.perform(.update(second.id, dateless))
        try await bench.perform(.toggle(second.id))
        let third = try #require(try await follow())
        #expect(third.due?.isAllDay == true)
        #expect(third.due?.text == "2026-01-09")
    }

    @Test("a date moved onto an older occurrence's begins a series, and no date comes twice")
    func movedBack() async throws {
        let first = try await daily()
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        let moved = try #require(try await bench.update(second.id, #"{"due_date": "2026-01-06T09:00:00"}"#).task)
        #expect(moved.series?.id == second.id)
        #expect(moved.occurrenceID != bench.task(first.id)?.occurrenceID)
    }

    @Test("by the clock an occurrence comes at its time and not before, done or not, and once")
    func schedule() async throws {
        let first = try await daily(#", "advance": "on_schedule""#)
        let event = try #require(bench.outbox.taskEvents.last)
        let job = try #require(try OccurrenceJob.wanted(by: event.data, zones: TaskBench.zones))
        #expect(
            job.name
                == "occurrence-\(first.id)-\(first.id)-\(try instant("2026-01-07T09:00:00Z").millisecondsSinceEpoch)")
        let early = try await bench.perform(.advanceSeries(after: first.id))
        #expect(early.nextDueAt == job.dueAt)
        #expect(early.sequence == nil)
        bench.clock.advance(job.dueAt.duration(since: bench.clock.now()) + .seconds(60))
        let made = try #require(try await bench.perform(.advanceSeries(after: first.id)).task)
        #expect(made.due?.text == "2026-01-07T09:00:00")
        #expect(try await bench.perform(.advanceSeries(after: first.id)).sequence == nil)
        try await bench.perform(.toggle(made.id))
        #expect(try await follow() == nil, "done early, the next one waits for its time")
    }

    @Test("settings that do not go together are refused")
    func refusedSettings() async throws {
        for settings in [
            #""recurrence": {"rule": "daily", "repeat_from": "completion", "advance": "on_schedule"}"#,
            #""recurrence": {"missed": "each"}"#, #""recurrence": {"rule": "daily", "missed": "none"}"#,
            #""recurrence": {"rule": "daily", "colour": "red"}"#, #""recurrence": {"rule": null}"#,
            #""recurrence": {"rule": "daily"}, "recurring_pattern": "daily""#,
            #""recurrence": {"rule": "daily", "exdates": ["tomorrow"]}"#, #""recurrence": "daily""#,
        ] {
            let json = #"{"title": "a", "due_date": "2026-01-06T09:00:00", \#(settings)}"#
            await #expect(throws: (any Error).self, "\(settings)") { try await bench.create(json) }
        }
        #expect(bench.state().tasks.isEmpty)
    }

    @Test("the history tells what became of each occurrence and what comes next")
    func history() async throws {
        let first = try await daily(#", "missed": "skip", "exdates": ["2026-01-12"]"#)
        bench.clock.advance(try instant("2026-01-08T12:00:00Z").duration(since: bench.clock.now()))
        try await bench.perform(.toggle(first.id))
        let second = try #require(try await follow())
        let history = try await bench.service.history(of: second.id, of: TaskBench.sara, upcoming: 3)
        #expect(history.occurrences.map(\.status) == [.done, .skipped, .skipped, .open])
        #expect(history.occurrences.map(\.taskID) == [first.id, nil, nil, second.id])
        #expect(history.upcoming == ["2026-01-10T09:00:00", "2026-01-11T09:00:00", "2026-01-13T09:00:00"])
    }
}

/// The local date-time of a text.
private func reading(_ text: String) throws -> CivilDateTime {
    try #require(CivilDateTime(iso8601: text))
}
