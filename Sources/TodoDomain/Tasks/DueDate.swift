public import CivilTime

/// When a task is due, kept as it was entered; the instant is derived.
public struct DueDate: Hashable, Sendable {
    /// What ties the wall-clock reading to an instant.
    public enum Anchor: Hashable, Sendable {
        /// Nothing: the same reading wherever the user is. Derived instants take it on the user's clock where that is
        /// known, else as UTC.
        case floating
        /// An IANA zone, by name.
        case zone(String)
        /// A fixed offset, in seconds east of UTC.
        case offset(seconds: Int)
    }

    /// The wall-clock reading; midnight for an all-day date.
    public var wall: CivilDateTime
    /// What ties the reading to an instant.
    public var anchor: Anchor
    /// True when only the date was given.
    public var isAllDay: Bool

    /// A due date of that reading.
    public init(wall: CivilDateTime, anchor: Anchor = .floating, isAllDay: Bool = false) {
        self.wall = wall
        self.anchor = anchor
        self.isAllDay = isAllDay
    }

    /// The instant, by RFC 5545's rules for gaps and overlaps; an unknown zone counts as UTC.
    public func instant(in zones: some ZoneDatabase) -> Timestamp {
        rules(in: zones).instant(of: wall)
    }

    /// The rules that turn readings of this date's clock into instants; an unknown zone counts as UTC.
    public func rules(in zones: some ZoneDatabase) -> ZoneRules {
        switch anchor {
        case .floating: zones.floating
        case .zone(let name): zones.rules(named: name) ?? .utc
        case .offset(let seconds): ZoneRules(name: "offset", offsetSeconds: seconds)
        }
    }

    /// The same kind of date at another reading.
    public func moved(to wall: CivilDateTime) -> DueDate {
        DueDate(wall: wall, anchor: anchor, isAllDay: isAllDay)
    }
}
