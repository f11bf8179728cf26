import CivilTime
import Testing
import TodoDomain

@testable import TodoSimulations

@Suite("The calendar of rules")
struct RuleCalendarTests {
    @Test(
        "tells day by day the dates that the rule has by arithmetic",
        arguments: [
            "daily", "weekly", "monthly", "yearly", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=2", "FREQ=YEARLY",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU",
            "FREQ=WEEKLY;INTERVAL=3;WKST=TH",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1,1", "FREQ=DAILY;BYHOUR=6,12;BYMINUTE=0,30;BYSETPOS=2,-1",
            "FREQ=MONTHLY;BYMONTHDAY=-1,15", "FREQ=MONTHLY;BYDAY=1MO,-1FR,2SU", "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2,1", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "FREQ=YEARLY;BYMONTH=1,7;BYDAY=-1SU", "FREQ=YEARLY;BYDAY=20MO,-1FR",
            "FREQ=YEARLY;BYWEEKNO=1,20,53;BYDAY=WE,SU",
            "FREQ=YEARLY;BYWEEKNO=1,-1", "FREQ=YEARLY;BYYEARDAY=1,-1,100", "FREQ=YEARLY;BYMONTHDAY=10,-1",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7", "FREQ=HOURLY;INTERVAL=5",
            "FREQ=HOURLY;BYHOUR=9,17;BYMINUTE=15,45", "FREQ=HOURLY;BYMINUTE=10,20,30;BYSETPOS=-1;INTERVAL=7",
            "FREQ=MINUTELY;INTERVAL=50;BYHOUR=9,10", "FREQ=SECONDLY;INTERVAL=7001", "FREQ=DAILY;UNTIL=20260205T090000",
            "FREQ=MINUTELY;BYDAY=MO;BYHOUR=9;BYSECOND=0,30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=1,29",
        ])
    func agreement(text: String) throws {
        let rule = try RecurrenceRule(text: text)
        for start in ["2026-01-31T09:00:00", "2024-02-29T23:59:30", "2027-01-02T00:00:00"] {
            let anchor = try #require(CivilDateTime(iso8601: start))
            let calendar = RuleCalendar(rule, anchor: anchor)
            var reached = CivilDateTime(millisecondsSinceEpoch: anchor.millisecondsSinceEpoch - 1)
            for _ in 0..<12 {
                let date = rule.occurrence(after: reached, anchor: anchor)
                #expect(calendar.first(after: reached) == date, "\(text) from \(start) after \(reached.iso8601)")
                guard let date else { break }
                reached = date
            }
        }
    }
}
