/// Answers the rules of a zone by its IANA name; the data behind it may change while a program runs.
public protocol ZoneDatabase: Sendable {
    /// Tells one state of the data from another, such as `2025b`.
    var version: String { get }

    /// The zone's rules, or nil when no such zone exists.
    func rules(named name: String) -> ZoneRules?

    /// The clock on which a reading without any zone is read.
    var floating: ZoneRules { get }
}

extension ZoneDatabase {
    /// UTC, where nobody's own clock is known.
    public var floating: ZoneRules { .utc }
}

/// A fixed set of zones held in memory.
public struct MemoryZoneDatabase: ZoneDatabase {
    /// The name that it was given.
    public let version: String
    private let zones: [String: ZoneRules]

    /// A database of just these zones; UTC is always there.
    public init(_ zones: [ZoneRules], version: String = "memory") {
        self.version = version
        var byName = ["UTC": ZoneRules.utc]
        for zone in zones { byName[zone.name] = zone }
        self.zones = byName
    }

    /// The zone's rules, or nil when it is not in the set.
    public func rules(named name: String) -> ZoneRules? {
        zones[name]
    }
}
