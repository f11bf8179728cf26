import CivilTime
import ServicePorts
import Testing
import TodoDomain

@Suite("Dates of a series by its settings")
struct SeriesPolicyTests {
    private func series(_ pattern: String, from text: String, _ settings: SeriesSettings = .init()) throws -> Series {
        let wall = try reading(text)
        return Series(rule: try rule(pattern), anchor: wall, id: TaskID(1), occurrence: wall, settings: settings)
    }

    private func next(_ series: Series, at text: String) throws -> String? {
        let due = DueDate(wall: series.occurrence ?? series.anchor)
        return series.successor(of: due, completedAt: try instant(text), zones: testZones)?.text
    }

    @Test("three days late, each policy says another date")
    func policies() throws {
        let completion = "2026-01-08T12:00:00Z"
        let expected: [(SeriesSettings.Missed, String)] = [
            (.nextFuture, "2026-01-09T09:00:00"), (.each, "2026-01-06T09:00:00"),
            (.latestOnly, "2026-01-08T09:00:00"), (.skip, "2026-01-09T09:00:00"),
        ]
        for (missed, date) in expected {
            let series = try series("daily", from: "2026-01-05T09:00:00", .init(missed: missed))
            #expect(try next(series, at: completion) == date, "\(missed)")
            #expect(try next(series, at: "2026-01-05T08:00:00Z") == "2026-01-06T09:00:00", "\(missed), in time")
        }
    }

    @Test("under skip the successor records the dates that passed, and under no other policy")
    func passedOver() throws {
        for missed in SeriesSettings.Missed.allCases {
            let series = try series("daily", from: "2026-01-05T09:00:00", .init(missed: missed))
            var task = TodoTask(
                id: TaskID(1), userID: UserID("a"), title: "a", createdAt: .epoch, updatedAt: .epoch)
            task.due = DueDate(wall: series.anchor)
            task.series = series
            let following = series.following(task, at: try reading("2026-01-08T09:00:00"))
            let passed =
                missed == .skip ? [try reading("2026-01-06T09:00:00"), try reading("2026-01-07T09:00:00")] : []
            #expect(following.passedOver == passed, "\(missed)")
            #expect(following.occurrence == (try reading("2026-01-08T09:00:00")))
            #expect(following.id == TaskID(1))
        }
    }

    @Test("from completion the days count from the day it was done, at the series' time of day")
    func fromCompletion() throws {
        var series = try series("weekly", from: "2026-01-05T09:00:00", .init(repeatFrom: .completion))
        #expect(try next(series, at: "2026-01-08T22:30:00Z") == "2026-01-15T09:00:00")
        #expect(try next(series, at: "2026-01-01T00:10:00Z") == "2026-01-08T09:00:00", "done early")
        series.isSkipped = true
        #expect(try next(series, at: "2026-01-05T10:00:00Z") == "2026-01-12T09:00:00", "skipped: its own day counts")
        #expect(try next(series, at: "2026-01-13T10:00:00Z") == "2026-01-19T09:00:00", "skipped late")
        let monthly = try self.series("monthly", from: "2026-01-10T09:00:00", .init(repeatFrom: .completion))
        #expect(try next(monthly, at: "2026-01-31T10:00:00Z") == "2026-02-28T09:00:00")
    }

    @Test("exceptions are left out, additions come in, and a pause takes its dates away")
    func exceptions() throws {
        var series = try series("daily", from: "2026-01-05T09:00:00")
        series.settings.exceptions = [try reading("2026-01-06T09:00:00"), try reading("2026-01-07T09:00:00")]
        #expect(try next(series, at: "2026-01-05T09:00:00Z") == "2026-01-08T09:00:00")
        series.settings.additions = [try reading("2026-01-06T18:00:00")]
        #expect(try next(series, at: "2026-01-05T09:00:00Z") == "2026-01-06T18:00:00")
        series.settings.missed = .each
        series.resumedAt = try reading("2026-01-10T12:00:00")
        #expect(try next(series, at: "2026-01-12T09:00:00Z") == "2026-01-11T09:00:00")
    }

    @Test("the clock makes the one whose turn it is, under each the first that is missing")
    func scheduled() throws {
        for missed in SeriesSettings.Missed.allCases {
            let series = try series("daily", from: "2026-01-05T09:00:00", .init(missed: missed, advance: .onSchedule))
            let due = DueDate(wall: series.anchor)
            let date = { (text: String) in
                series.scheduled(after: due, now: try instant(text), zones: testZones)?.text
            }
            #expect(try date("2026-01-05T10:00:00Z") == "2026-01-06T09:00:00", "still to come")
            #expect(try date("2026-01-06T09:00:00Z") == "2026-01-06T09:00:00")
            let late = missed == .each ? "2026-01-06T09:00:00" : "2026-01-08T09:00:00"
            #expect(try date("2026-01-08T10:00:00Z") == late, "\(missed)")
        }
    }

    @Test("the last date within a span is found however many there are")
    func lastReading() throws {
        let series = try series("daily", from: "0001-01-01T09:00:00")
        let last = series.lastReading(after: series.anchor, through: try reading("9000-06-15T08:59:59"))
        #expect(last == (try reading("9000-06-14T09:00:00")))
        #expect(series.lastReading(after: series.anchor, through: try reading("0001-01-02T08:00:00")) == nil)
    }

    @Test("of the dates that passed, the last within the rule's count is the one whose turn it is")
    func latestOfCounted() throws {
        for (advance, missed) in [
            (SeriesSettings.Advance.onCompletion, SeriesSettings.Missed.latestOnly), (.onSchedule, .skip),
        ] {
            let series = try series(
                "FREQ=DAILY;COUNT=4", from: "2026-01-05T09:00:00", .init(missed: missed, advance: advance))
            let due = DueDate(wall: series.anchor)
            let now = try instant("2026-02-01T10:00:00Z")
            let date =
                advance == .onSchedule
                ? series.scheduled(after: due, now: now, zones: testZones)
                : series.successor(of: due, completedAt: now, zones: testZones)
            #expect(date?.text == "2026-01-08T09:00:00")
            var last = series
            last.occurrence = try reading("2026-01-08T09:00:00")
            last.number = 4
            #expect(
                last.scheduled(after: DueDate(wall: try reading("2026-01-08T09:00:00")), now: now, zones: testZones)
                    == nil)
        }
        let future = try series("FREQ=DAILY;COUNT=4", from: "2026-01-05T09:00:00")
        #expect(try next(future, at: "2026-02-01T10:00:00Z") == nil)
        #expect(try next(future, at: "2026-01-07T10:00:00Z") == "2026-01-08T09:00:00")
    }

    @Test("settings as by default leave no trace in JSON, others come back")
    func json() throws {
        let plain = Series(rule: try rule("daily"), anchor: try reading("2026-01-05T09:00:00"))
        let text = String(decoding: try JSONCodec.encode(plain), as: UTF8.self)
        #expect(text == #"{"anchor":"2026-01-05T09:00:00","rule":"daily"}"#)
        var full = try series(
            "weekly", from: "2026-01-05T09:00:00",
            .init(
                repeatFrom: .completion, missed: .skip, advance: .onSchedule, isPaused: true,
                exceptions: [try reading("2026-01-12T09:00:00")], additions: [try reading("2026-01-13T09:00:00")]))
        full.isSkipped = true
        full.passedOver = [try reading("2026-01-04T09:00:00")]
        full.resumedAt = try reading("2026-01-03T09:00:00")
        full.number = 3
        full.template = SeriesTemplate(
            TodoTask(id: TaskID(1), userID: UserID("a"), title: "t", createdAt: .epoch, updatedAt: .epoch))
        #expect(try JSONCodec.decode(Series.self, from: JSONCodec.encode(full)) == full)
    }
}
