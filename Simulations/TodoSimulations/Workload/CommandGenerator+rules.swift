internal import CivilTime
internal import SimulationKit
internal import TodoDomain

// The rules by which users let tasks repeat.
extension CommandGenerator {
    /// A plain interval, or one of the rules that people make with a calendar.
    func rule(_ random: SimulationRandom) -> RecurrenceRule? {
        guard random.chance(perMillion: 400_000) else {
            let frequency = random.element(of: [RecurrenceRule.Frequency.daily, .weekly, .monthly]) ?? .daily
            return RecurrenceRule(frequency: frequency, interval: 1 + random.below(2))
        }
        return random.element(of: CommandGenerator.calendarRules).flatMap { try? RecurrenceRule(text: $0) }
    }

    private static let calendarRules = [
        "yearly", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU",
        "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0,30", "FREQ=DAILY;BYDAY=TU,TH", "FREQ=DAILY;INTERVAL=3;BYSECOND=30",
        "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=15,-1", "FREQ=MONTHLY;BYDAY=1MO,-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7",
        "FREQ=YEARLY;BYMONTH=1,7;BYDAY=-1SU", "FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=WE", "FREQ=YEARLY;BYYEARDAY=1,-1,100",
        "FREQ=HOURLY;INTERVAL=5", "FREQ=HOURLY;BYHOUR=9,13,17;BYMINUTE=15", "FREQ=HOURLY;BYDAY=MO,SA;INTERVAL=8",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1", "FREQ=DAILY;BYHOUR=6,12,18;BYSETPOS=2",
    ]

    /// One of the first dates that come after a series' own.
    func exception(
        to rule: FieldUpdate<RecurrenceRule?>, from wall: CivilDateTime, _ random: SimulationRandom
    ) -> CivilDateTime {
        guard case .set(let rule?) = rule else { return wall.on(wall.date.adding(days: 1)) }
        var date = wall
        for _ in 0...random.below(4) { date = rule.occurrence(after: date, anchor: wall) ?? date }
        return date
    }

    /// A rule that ends soon.
    func endingRule(_ random: SimulationRandom, now: Timestamp) -> RecurrenceRule? {
        let rules = [
            "FREQ=DAILY", "FREQ=HOURLY;BYHOUR=7,19", "FREQ=WEEKLY;BYDAY=MO,TU,TH,SA", "FREQ=DAILY;BYHOUR=6,18",
        ]
        let days = Int64(random.below(6)) - 2
        let end = CivilDateTime(
            millisecondsSinceEpoch: now.millisecondsSinceEpoch / 60_000 * 60_000 + days * 86_400_000)
        let reading = end.iso8601.filter { $0 != "-" && $0 != ":" }
        let ends = [
            "COUNT=\(2 + random.below(4))", "UNTIL=\(reading)", "UNTIL=\(reading)Z", "UNTIL=\(reading.prefix(8))",
        ]
        let rule = random.chance(perMillion: 500_000) ? rules[0] : random.element(of: rules) ?? rules[0]
        return try? RecurrenceRule(text: rule + ";" + (random.element(of: ends) ?? ""))
    }
}
