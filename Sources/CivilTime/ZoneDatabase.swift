/// Answers the rules of a zone by its IANA name; the data behind it may change while a program runs.
public protocol ZoneDatabase: Sendable {
    /// The zone's rules, or nil when no such zone exists.
    func rules(named name: String) -> ZoneRules?
}

/// A fixed set of zones held in memory.
public struct MemoryZoneDatabase: ZoneDatabase {
    private let zones: [String: ZoneRules]

    /// A database of just these zones; UTC is always there.
    public init(_ zones: [ZoneRules]) {
        var byName = ["UTC": ZoneRules.utc]
        for zone in zones { byName[zone.name] = zone }
        self.zones = byName
    }

    /// The zone's rules, or nil when it is not in the set.
    public func rules(named name: String) -> ZoneRules? {
        zones[name]
    }
}
