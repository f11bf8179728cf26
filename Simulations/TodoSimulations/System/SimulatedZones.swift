internal import CivilTime

/// Zones with rules of their own, so that a seed does not depend on the machine's zone data.
enum SimulatedZones {
    private static let rules: [(name: String, posix: String)] = [
        ("Asia/Karachi", "PKT-5"),
        ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
        ("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"),
        ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
    ]

    static let names: [String] = rules.map(\.name)

    static let database: MemoryZoneDatabase = .init(rules.compactMap { ZoneRules(name: $0.name, posix: $0.posix) })
}
