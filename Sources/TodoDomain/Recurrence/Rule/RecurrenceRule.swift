/// How a series of tasks repeats: a recurrence rule of RFC 5545, or one of the product's short forms.
public struct RecurrenceRule: Hashable, Sendable {
    /// The unit of the repetition, shortest first.
    public enum Frequency: String, Sendable, CaseIterable, Comparable {
        /// Seconds.
        case secondly
        /// Minutes.
        case minutely
        /// Hours.
        case hourly
        /// Days of the calendar.
        case daily
        /// Weeks, which begin on the rule's `weekStart`.
        case weekly
        /// Months of the calendar.
        case monthly
        /// Years of the calendar.
        case yearly

        /// True when the left unit is the shorter one.
        public static func < (left: Frequency, right: Frequency) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .secondly: 0
            case .minutely: 1
            case .hourly: 2
            case .daily: 3
            case .weekly: 4
            case .monthly: 5
            case .yearly: 6
            }
        }
    }

    /// The unit of the repetition.
    public let frequency: Frequency
    /// Units from one period with occurrences to the next, 1 to 999,999,999.
    public let interval: Int
    /// What limits the rule; nil when nothing does.
    public let end: RecurrenceEnd?
    /// The `BY…` parts in the order in which they are printed, each kind at most once.
    public let parts: [RecurrencePart]
    /// ISO weekday on which weeks begin, Monday 1 to Sunday 7.
    public let weekStart: Int
    /// True for the short forms `monthly` and `yearly`: in a month too short for the day, its last day counts.
    public let keepsShortMonths: Bool

    /// The intervals that a rule may have.
    static let intervals = 1...999_999_999

    init(
        frequency: Frequency, interval: Int = 1, end: RecurrenceEnd? = nil, parts: [RecurrencePart] = [],
        weekStart: Int = 1, keepsShortMonths: Bool = false
    ) {
        self.frequency = frequency
        self.interval = interval
        self.end = end
        self.parts = parts
        self.weekStart = weekStart
        self.keepsShortMonths = keepsShortMonths
    }

    /// Every so many units and nothing else, or nil when the interval is out of range; an interval of 1 is the short
    /// form.
    public init?(frequency: Frequency, interval: Int = 1) {
        guard RecurrenceRule.intervals.contains(interval) else { return nil }
        let keepsShortMonths = interval == 1 && frequency >= .monthly
        self.init(frequency: frequency, interval: interval, end: nil, keepsShortMonths: keepsShortMonths)
    }

    /// The most dates that the rule gives, nil for no limit.
    public var count: Int? {
        if case .count(let count) = end { count } else { nil }
    }

    /// True when the rule is an interval of days or longer, without any `BY…` part.
    public var isPlainInterval: Bool { frequency >= .daily && parts.isEmpty }
}
