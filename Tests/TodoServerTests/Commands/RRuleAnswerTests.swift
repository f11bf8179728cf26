import CivilTime
import ServicePorts
import Testing
import TodoServer

@testable import todo

@Suite("Answers about recurrence rules")
struct RRuleAnswerTests {
    private let zones = MemoryZoneDatabase(
        [
            ZoneRules(name: "Asia/Karachi", offsetSeconds: 5 * 3_600),
            ZoneRules(name: "America/New_York", posix: "EST5EDT,M3.2.0,M11.1.0"),
        ].compactMap(\.self))

    private func fault(_ question: RRuleQuestion) -> String {
        do {
            _ = try RRuleAnswer(question, zones: zones)
            return ""
        } catch {
            return error.description
        }
    }

    @Test("a line for each date has the local time, its offset and the instant")
    func lines() throws {
        let question = RRuleQuestion(rule: "monthly", start: "2026-01-31T09:00", zone: "Asia/Karachi", count: 2)
        #expect(
            try RRuleAnswer(question, zones: zones).lines == [
                "2026-01-31T09:00:00  +05:00  2026-01-31T04:00:00Z",
                "2026-02-28T09:00:00  +05:00  2026-02-28T04:00:00Z",
            ])
    }

    @Test("a time that clocks skip is read with the offset before, and one that they show twice is the first")
    func clockChanges() throws {
        let spring = RRuleQuestion(rule: "daily", start: "2026-03-08T02:30", zone: "America/New_York", count: 2)
        #expect(
            try RRuleAnswer(spring, zones: zones).lines == [
                "2026-03-08T02:30:00  -05:00  2026-03-08T07:30:00Z",
                "2026-03-09T02:30:00  -04:00  2026-03-09T06:30:00Z",
            ])
        let autumn = RRuleQuestion(rule: "daily", start: "2026-11-01T01:30", zone: "America/New_York", count: 1)
        #expect(try RRuleAnswer(autumn, zones: zones).lines == ["2026-11-01T01:30:00  -04:00  2026-11-01T05:30:00Z"])
    }

    @Test("a date that the zone left out is no answer, and does not count")
    func absentDate() throws {
        let question = RRuleQuestion(rule: "FREQ=DAILY;COUNT=3", start: "2011-12-29T09:00", zone: "Pacific/Apia")
        let zones = SystemZoneDatabase(directory: "/usr/share/zoneinfo")
        #expect(
            try RRuleAnswer(question, zones: zones).texts == [
                "2011-12-29T09:00:00", "2011-12-31T09:00:00", "2012-01-01T09:00:00",
            ])
    }

    @Test("a start without a time has dates without one, and a rule of hours needs a time")
    func wholeDays() throws {
        let question = RRuleQuestion(rule: "FREQ=DAILY;BYHOUR=9;COUNT=2", start: "20260131")
        let answer = try RRuleAnswer(question, zones: zones)
        #expect(answer.texts == ["2026-01-31", "2026-02-01"])
        #expect(answer.lines == answer.texts)
        #expect(fault(RRuleQuestion(rule: "FREQ=HOURLY", start: "2026-01-31")).hasPrefix("start: FREQ=HOURLY needs"))
    }

    @Test("an instant is read on the zone's clock, in a start as in UNTIL")
    func instants() throws {
        for start in ["20260131T040000Z", "2026-01-31T04:00:00Z", "2026-01-31T05:00:00+01:00"] {
            let question = RRuleQuestion(
                rule: "FREQ=DAILY;UNTIL=20260202T035959Z", start: start, zone: "Asia/Karachi")
            #expect(
                try RRuleAnswer(question, zones: zones).texts == ["2026-01-31T09:00:00", "2026-02-01T09:00:00"])
        }
    }

    @Test("dates after and up to others, left out and added")
    func limits() throws {
        let question = RRuleQuestion(
            rule: "daily", start: "2026-01-31T09:00", after: "2026-01-31", until: "2026-02-04",
            exdates: ["2026-02-02", "2026-02-03T10:00"], rdates: ["20260203T180000"])
        #expect(
            try RRuleAnswer(question, zones: zones).texts == [
                "2026-02-01T09:00:00", "2026-02-03T09:00:00", "2026-02-03T18:00:00", "2026-02-04T09:00:00",
            ])
        let none = RRuleQuestion(rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start: "2026-01-31")
        #expect(try RRuleAnswer(none, zones: zones).texts == [])
    }

    @Test("what cannot be answered is refused by its name, with what would be right")
    func refused() {
        let start = "2026-01-31"
        #expect(
            fault(RRuleQuestion(rule: "FREQ=DAILY;BYHOUR=24", start: start)).contains("at character 19: BYHOUR is 0"))
        #expect(fault(RRuleQuestion(rule: "daily", start: "tomorrow")).hasPrefix("start: 'tomorrow' is no date"))
        #expect(fault(RRuleQuestion(rule: "daily", start: "2026-02-30")).hasPrefix("start: '2026-02-30'"))
        #expect(fault(RRuleQuestion(rule: "daily", start: start, zone: "Mars/Base")).hasPrefix("zone: 'Mars/Base'"))
        #expect(fault(RRuleQuestion(rule: "daily", start: start, count: 0)).hasPrefix("count: from 1"))
        #expect(fault(RRuleQuestion(rule: "daily", start: start, after: "x")).hasPrefix("after: 'x'"))
        #expect(fault(RRuleQuestion(rule: "daily", start: start, exdates: ["2026"])).hasPrefix("exdate: '2026'"))
    }

    @Test("a line of a batch has its answer, or says what is wrong with it")
    func batch() throws {
        let batch = RRuleBatch(zones: zones)
        let answer = { (line: String) in String(decoding: try JSONCodec.encode(batch.answer(line)), as: UTF8.self) }
        #expect(
            try answer(#"{"rule":"daily","start":"2026-01-31","count":2}"#)
                == #"{"occurrences":["2026-01-31","2026-02-01"]}"#)
        #expect(try answer(#"{"rule":"x","start":"2026-01-31"}"#).hasPrefix(#"{"error":"rule: at character 1: "#))
        #expect(try answer("daily").contains("not a JSON object"))
    }
}
