internal import CivilTime

/// A rule with what its anchor adds, laid out for the search.
struct RecurrencePlan {
    let frequency: RecurrenceRule.Frequency
    let interval: Int
    let weekStart: Int
    let keepsShortMonths: Bool
    let anchor: CivilDate
    /// Bit n stands for month n; 0 for every month.
    private(set) var months: UInt64 = 0
    private(set) var weekNumbers: [Int] = []
    private(set) var yearDays: [Int] = []
    private(set) var monthDays: [Int] = []
    private(set) var weekdays: [WeekdayPlace] = []
    /// Places in each period's set; empty for the whole set.
    private(set) var setPositions: [Int] = []
    private var hours: UInt64?
    private var minutes: UInt64?
    private var seconds: UInt64?
    private let anchorTime: (hour: Int, minute: Int, second: Int)

    init(_ rule: RecurrenceRule, anchor: CivilDateTime) {
        frequency = rule.frequency
        interval = rule.interval
        weekStart = rule.weekStart
        keepsShortMonths = rule.keepsShortMonths
        self.anchor = anchor.date
        anchorTime = (anchor.hour, anchor.minute, anchor.second)
        for part in rule.parts {
            switch part {
            case .month(let values): months = UInt64(bits: values)
            case .weekNumber(let values): weekNumbers = values
            case .yearDay(let values): yearDays = values
            case .monthDay(let values): monthDays = values
            case .weekday(let places): weekdays = places
            case .hour(let values): hours = UInt64(bits: values)
            case .minute(let values): minutes = UInt64(bits: values)
            case .second(let values): seconds = UInt64(bits: values)
            case .setPosition(let values): setPositions = values
            }
        }
    }

    /// The times of each period: of a day for frequencies from daily on, else of an hour, a minute or a second.
    var times: ClockTimes {
        var times = ClockTimes.start
        if frequency >= .daily { times.hours = hours ?? 1 << UInt64(anchorTime.hour) }
        if frequency >= .hourly { times.minutes = minutes ?? 1 << UInt64(anchorTime.minute) }
        if frequency >= .minutely { times.seconds = seconds ?? 1 << UInt64(anchorTime.second) }
        return times
    }

    /// The times of day at which an hour, a minute or a second may begin that is a period; midnight for days.
    var limits: ClockTimes {
        var limits = ClockTimes.start
        if frequency <= .hourly { limits.hours = hours ?? (1 << 24) - 1 }
        if frequency <= .minutely { limits.minutes = minutes ?? (1 << 60) - 1 }
        if frequency <= .secondly { limits.seconds = seconds ?? (1 << 60) - 1 }
        return limits
    }

    func allows(month: Int) -> Bool {
        months == 0 || months.contains(month)
    }

    /// The bits of the weekdays that a part names, whatever their places; every weekday when none is named.
    var weekdayBits: UInt64 {
        weekdays.isEmpty ? 0b1111_1110 : UInt64(bits: weekdays.map(\.weekday))
    }
}
