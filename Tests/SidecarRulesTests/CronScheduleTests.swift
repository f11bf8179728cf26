import CivilTime
import Testing

@testable import SidecarRules

@Suite("Sidecar rules: schedules by the wall clock")
struct CronScheduleTests {
    private static let berlin = ZoneRules(name: "Europe/Berlin", posix: "CET-1CEST,M3.5.0,M10.5.0/3")

    private func next(_ text: String, after instant: String, in zone: ZoneRules = .utc) throws -> String? {
        let after = try #require(Timestamp(rfc3339: instant))
        return try #require(CronSchedule(text, in: zone)).next(after: after)?.rfc3339
    }

    @Test(
        "the next run",
        arguments: [
            ("0 30 9 * * *", "2026-03-01T09:30:00Z", "2026-03-02T09:30:00Z"),
            ("*/20 * * * * *", "2026-03-01T00:00:10Z", "2026-03-01T00:00:20Z"),
            ("0 0 12 1 JAN-MAR ?", "2026-03-01T12:00:00Z", "2027-01-01T12:00:00Z"),
            ("0 0 0 * * MON,3", "2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z"),
            ("0 0 0 13 * FRI", "2026-03-07T00:00:00Z", "2026-03-13T00:00:00Z"),
            ("0 0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("0 5/25 * * * *", "2026-03-01T00:31:00Z", "2026-03-01T00:55:00Z"),
            ("@hourly", "2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z"),
            ("@weekly", "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z"),
        ])
    func nextRuns(text: String, after: String, expected: String) throws {
        #expect(try next(text, after: after) == expected)
    }

    @Test("either kind of day is enough when both are restricted")
    func eitherDay() throws {
        #expect(try next("0 0 0 20 * FRI", after: "2026-03-13T00:00:00Z") == "2026-03-20T00:00:00Z")
        #expect(try next("0 0 0 17 * FRI", after: "2026-03-13T00:00:00Z") == "2026-03-17T00:00:00Z")
    }

    @Test("readings are those of the zone, and a skipped one is no run")
    func zones() throws {
        let berlin = try #require(CronScheduleTests.berlin)
        #expect(try next("0 0 9 * * *", after: "2026-03-28T08:00:00Z", in: berlin) == "2026-03-29T07:00:00Z")
        #expect(try next("0 30 2 * * *", after: "2026-03-28T12:00:00Z", in: berlin) == "2026-03-30T00:30:00Z")
    }

    @Test(
        "what is no schedule",
        arguments: [
            "", "* * * * *", "60 * * * * *", "* * * 0 * *", "* * * * 13 *", "a * * * * *", "*/0 * * * * *", "@x",
        ])
    func refused(text: String) {
        #expect(CronSchedule(text, in: .utc) == nil)
    }

    @Test("a job takes cron with a zone, ISO 8601 delays, and no zone before a pause")
    func jobs() throws {
        let now = try #require(Timestamp(rfc3339: "2026-03-28T08:00:00Z"))
        func job(_ body: String) throws -> SidecarJob {
            let request = SidecarRequest(.post, "/v1.0/jobs/j", body: Array(body.utf8))
            return try SidecarJob(request, now: now) { $0 == "Europe/Berlin" ? CronScheduleTests.berlin : nil }
        }
        let daily = try job(#"{"schedule":"CRON_TZ=Europe/Berlin 0 0 9 * * *"}"#)
        #expect(daily.dueAt.rfc3339 == "2026-03-29T07:00:00Z")
        #expect(daily.nextRun(after: daily.dueAt)?.rfc3339 == "2026-03-30T07:00:00Z")
        #expect(try job(#"{"dueTime":"PT1M30S"}"#).dueAt == now + .seconds(90))
        #expect(throws: SidecarError.self) { try job(#"{"schedule":"TZ=Mars/Base 0 0 9 * * *"}"#) }
        #expect(throws: SidecarError.self) { try job(#"{"schedule":"TZ=Europe/Berlin @every 1s"}"#) }
    }
}
