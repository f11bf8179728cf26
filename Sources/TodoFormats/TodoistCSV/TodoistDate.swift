internal import CivilTime
internal import TodoDomain

/// A date as people write it in Todoist, in English: only what has one clear meaning is read.
struct TodoistDate {
    /// The date, and the time of day in minutes, if there is one.
    let date: CivilDate
    let minutes: Int?
    /// True when it is in UTC.
    var isUTC = false
    /// How it repeats.
    var rule: RecurrenceRule?
    /// True when the next date is reckoned from the day on which the task is done: `every!`.
    var isFromCompletion = false
    /// True when it is reckoned from the present.
    var isRelative = false

    /// The due date in that zone, floating where there is none.
    func due(in zone: String?) -> DueDate {
        let midnight = Int64(date.daysSinceEpoch) * 86_400_000
        let wall = CivilDateTime(millisecondsSinceEpoch: midnight + Int64(minutes ?? 0) * 60_000)
        if isUTC { return DueDate(wall: wall, anchor: .offset(seconds: 0)) }
        guard minutes != nil else { return DueDate(wall: wall, isAllDay: true) }
        return DueDate(wall: wall, anchor: zone.map { .zone($0) } ?? .floating)
    }

    /// Reads the text; nil when it has no clear meaning.
    ///
    /// `now` is the present on the user's clock.
    init?(_ text: String, now: CivilDateTime) {
        guard text.utf8.count <= 200 else { return nil }
        if let exact = TodoistDate(exact: text) {
            self = exact
            return
        }
        var words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard let time = TodoistTime.take(from: &words) else { return nil }
        if let repetition = TodoistRepetition(words) {
            guard let first = repetition.first(now: now, minutes: time.minutes) else { return nil }
            self.init(date: first, minutes: time.minutes)
            rule = repetition.rule
            isFromCompletion = repetition.isFromCompletion
            isRelative = true
        } else {
            guard let day = TodoistDay(words, today: now.date) else { return nil }
            self.init(date: day.date, minutes: time.minutes)
            isRelative = day.isRelative
        }
    }

    private init(date: CivilDate, minutes: Int?) {
        self.date = date
        self.minutes = minutes
    }

    /// `2024-05-01`, `2024-05-01 10:00`, `2024-05-01T10:00:00` and the last with `Z`.
    private init?(exact text: String) {
        if let date = CivilDate(iso8601: text) {
            self.init(date: date, minutes: nil)
        } else if let wall = CivilDateTime(iso8601: text) {
            self.init(date: wall.date, minutes: wall.hour * 60 + wall.minute)
        } else if text.hasSuffix("Z"), let wall = CivilDateTime(iso8601: text.dropLast()) {
            self.init(date: wall.date, minutes: wall.hour * 60 + wall.minute)
            isUTC = true
        } else {
            return nil
        }
    }
}
