internal import CivilTime

/// A day in words: `today`, `next monday`, `jan 27`, `27 january 2027`.
struct TodoistDay {
    let date: CivilDate
    let isRelative: Bool

    init?(_ words: [String], today: CivilDate) {
        if words.isEmpty {
            // A time alone is today's.
            self.init(date: today, isRelative: true)
        } else if let day = TodoistDay.near(words, today) {
            self.init(date: day, isRelative: true)
        } else if let (month, day, year) = TodoistDay.named(words) {
            guard let year else {
                let years = (today.year...today.year + 8).lazy
                guard
                    let date = years.compactMap({ CivilDate(year: $0, month: month, day: day) }).first(where: {
                        $0 >= today
                    })
                else { return nil }
                self.init(date: date, isRelative: true)
                return
            }
            guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
            self.init(date: date, isRelative: false)
        } else {
            return nil
        }
    }

    private init(date: CivilDate, isRelative: Bool) {
        self.date = date
        self.isRelative = isRelative
    }

    private static func near(_ words: [String], _ today: CivilDate) -> CivilDate? {
        switch words {
        case ["today"], ["tod"]: return today
        case ["tomorrow"], ["tom"]: return today.adding(days: 1)
        case ["yesterday"]: return today.adding(days: -1)
        default: break
        }
        let rest = words.first == "next" ? words.dropFirst() : words[...]
        guard rest.count == 1, let word = rest.first, let weekday = weekday(word) else { return nil }
        let distance = (weekday - today.weekday + 6) % 7 + 1
        return today.adding(days: distance)
    }

    /// ISO number of a weekday's name or its first three letters, Monday 1.
    static func weekday(_ word: String) -> Int? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard word.count >= 3 else { return nil }
        return names.firstIndex { $0 == word || $0.prefix(3) == word || word == $0 + "s" }.map { $0 + 1 }
    }

    /// Number of a month's name or its first three letters.
    static func month(_ word: String) -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        guard word.count >= 3 else { return nil }
        return names.firstIndex { $0 == word || $0.prefix(3) == word }.map { $0 + 1 }
    }

    /// The number of a day of the month, as `27` or `27th`.
    static func day(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.utf8.count), ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            let day = Int(digits), (1...31).contains(day)
        else { return nil }
        return day
    }

    /// A month and a day in either order, perhaps with a year.
    static func named(_ words: [String]) -> (month: Int, day: Int, year: Int?)? {
        var rest = words.map { $0.last == "," ? String($0.dropLast()) : $0 }
        var year: Int?
        if rest.count == 3, rest[2].utf8.count == 4, let number = Int(rest[2]), number >= 0 {
            year = number
            rest.removeLast()
        }
        guard rest.count == 2 else { return nil }
        if let month = month(rest[0]), let day = day(rest[1]) { return (month, day, year) }
        if let day = day(rest[0]), let month = month(rest[1]) { return (month, day, year) }
        return nil
    }
}
