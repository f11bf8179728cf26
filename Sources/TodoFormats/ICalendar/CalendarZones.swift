internal import CivilTime
internal import TodoDomain

/// Which IANA zone each `TZID` of a calendar means.
struct CalendarZones {
    let database: any ZoneDatabase
    private var names: [String: String] = [:]

    /// The zones that the calendar's `VTIMEZONE` blocks declare; those that go by an IANA name need no block.
    init(_ blocks: [CalendarComponent], database: any ZoneDatabase) {
        self.database = database
        for block in blocks {
            guard let id = block.property("TZID")?.text, names[id] == nil else { continue }
            let location = block.property("X-LIC-LOCATION")?.text
            names[id] = [location, id].compactMap(\.self).lazy.compactMap(known).first
        }
    }

    /// The IANA name that a `TZID` means; nil when nothing tells.
    func name(of id: String) -> String? {
        names[id] ?? known(id)
    }

    /// The name itself, its end where other programs write a path before it, or that of Windows' zone.
    private func known(_ id: String) -> String? {
        guard id.utf8.count <= 200 else { return nil }
        if let name = CalendarZones.windows[id] { return database.rules(named: name) == nil ? nil : name }
        let parts = id.split(separator: "/")
        for start in parts.indices.prefix(8) {
            let name = parts[start...].joined(separator: "/")
            if database.rules(named: name) != nil { return name }
        }
        return nil
    }

    /// Zones as Outlook and Exchange call them, with the place of each that CLDR names first.
    private static let windows: [String: String] = [
        "Dateline Standard Time": "Etc/GMT+12", "Hawaiian Standard Time": "Pacific/Honolulu",
        "Alaskan Standard Time": "America/Anchorage", "Pacific Standard Time": "America/Los_Angeles",
        "Mountain Standard Time": "America/Denver", "US Mountain Standard Time": "America/Phoenix",
        "Central Standard Time": "America/Chicago", "Eastern Standard Time": "America/New_York",
        "Atlantic Standard Time": "America/Halifax", "Newfoundland Standard Time": "America/St_Johns",
        "E. South America Standard Time": "America/Sao_Paulo", "Argentina Standard Time": "America/Buenos_Aires",
        "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik",
        "W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
        "Central Europe Standard Time": "Europe/Budapest", "Central European Standard Time": "Europe/Warsaw",
        "E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kiev",
        "GTB Standard Time": "Europe/Bucharest", "Egypt Standard Time": "Africa/Cairo",
        "South Africa Standard Time": "Africa/Johannesburg", "Israel Standard Time": "Asia/Jerusalem",
        "Turkey Standard Time": "Europe/Istanbul", "Arab Standard Time": "Asia/Riyadh",
        "Russian Standard Time": "Europe/Moscow", "Iran Standard Time": "Asia/Tehran",
        "Arabian Standard Time": "Asia/Dubai", "Afghanistan Standard Time": "Asia/Kabul",
        "Pakistan Standard Time": "Asia/Karachi", "India Standard Time": "Asia/Calcutta",
        "Nepal Standard Time": "Asia/Katmandu", "Bangladesh Standard Time": "Asia/Dhaka",
        "SE Asia Standard Time": "Asia/Bangkok", "China Standard Time": "Asia/Shanghai",
        "Singapore Standard Time": "Asia/Singapore", "Tokyo Standard Time": "Asia/Tokyo",
        "Korea Standard Time": "Asia/Seoul", "AUS Eastern Standard Time": "Australia/Sydney",
        "New Zealand Standard Time": "Pacific/Auckland",
    ]
}

extension CalendarZones {
    /// The due date that a property says, with a note where its zone is unknown; nil when malformed.
    func due(_ line: ContentLine, notes: inout [String]) -> DueDate? {
        guard let moment = CalendarMoment(line.value) else { return nil }
        switch moment {
        case .date(let date):
            return CivilDateTime(date: date).map { DueDate(wall: $0, isAllDay: true) }
        case .utc(let wall): return DueDate(wall: wall, anchor: .offset(seconds: 0))
        case .local(let wall):
            guard let id = line.parameter("TZID") else { return DueDate(wall: wall) }
            if let name = name(of: id) { return DueDate(wall: wall, anchor: .zone(name)) }
            notes.append("line \(line.line): the zone '\(id.prefix(60))' is not known; the time is kept without a zone")
            return DueDate(wall: wall)
        }
    }

    /// What a clock of the due date shows at a moment of another clock; a day has the due date's time of day.
    func reading(_ moment: CalendarMoment, _ line: ContentLine, on due: DueDate) -> CivilDateTime {
        let rules = due.rules(in: database)
        switch moment {
        case .date(let date): return due.wall.on(date)
        case .utc(let wall):
            return rules.civil(at: Timestamp(millisecondsSinceEpoch: wall.millisecondsSinceEpoch))
        case .local(let wall):
            guard let name = line.parameter("TZID").flatMap(name(of:)), name != due.zoneName,
                let other = database.rules(named: name)
            else { return wall }
            return rules.civil(at: other.instant(of: wall))
        }
    }
}
