public import CivilTime

/// What a filter is read by: the instant that is now, and the user's clock among the zones.
public struct FilterContext: Sendable {
    /// What `now` is, and `today` on the user's clock.
    public let now: Timestamp
    /// Zones of due dates; readings without any zone are on the user's clock, which is its `floating` one.
    public let zones: any ZoneDatabase

    /// A context of that instant and those zones, for example `UserZones`.
    public init(now: Timestamp, zones: any ZoneDatabase) {
        self.now = now
        self.zones = zones
    }

    /// For filters that look at no time.
    public static let timeless: FilterContext = .init(now: .epoch, zones: MemoryZoneDatabase([]))

    /// The user's clock.
    var clock: ZoneRules { zones.floating }
}

extension TaskFilter {
    /// True when what it keeps may depend on the instant, the user's clock or the zones.
    public var needsContext: Bool {
        switch self {
        case .condition(let condition): condition.field == .overdue || condition.field.kind == .moment
        case .not(let filter): filter.needsContext
        case .all(let filters), .any(let filters): filters.contains(where: \.needsContext)
        }
    }
}
