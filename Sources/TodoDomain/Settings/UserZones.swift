public import CivilTime

/// The zones as one user sees them: a reading without a zone is read on the clock of the user's settings.
public struct UserZones: ZoneDatabase {
    private let base: any ZoneDatabase
    /// The clock of the settings; UTC when they name none that is known.
    public let floating: ZoneRules

    /// The zones of `base` under those settings.
    public init(_ settings: UserSettings, over base: any ZoneDatabase) {
        self.base = base
        floating = settings.timeZone.flatMap { base.rules(named: $0) } ?? .utc
    }

    /// Version of the data underneath.
    public var version: String { base.version }

    /// The zone's rules, or nil when no such zone exists.
    public func rules(named name: String) -> ZoneRules? {
        base.rules(named: name)
    }
}
