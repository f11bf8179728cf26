internal import CivilTime
internal import SimulationKit

/// Zones with rules of their own, so that a seed does not depend on the machine's zone data.
///
/// Their laws change from release to release: a country gives up its summer time, keeps it for good, or goes back to
/// what it had.
enum SimulatedZones {
    private static let laws: [(name: String, posix: [String])] = [
        ("Asia/Karachi", ["PKT-5", "PKT-6", "PKT-5PKST,M4.1.0/0,M11.1.0/0"]),
        ("America/New_York", ["EST5EDT,M3.2.0,M11.1.0", "EST5", "EDT4"]),
        ("Europe/London", ["GMT0BST,M3.5.0/1,M10.5.0", "GMT0", "BST-1"]),
        (
            "Australia/Lord_Howe",
            ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "<+1030>-10:30", "<+1030>-10:30<+1130>-11:30,M10.1.0,M4.1.0"]
        ),
    ]

    /// Zones that keep their rules whatever is released.
    private static let constant: [ZoneRules] =
        ZoneYear.rules.filter { $0.name != "Asia/Karachi" }
        + [
            ZoneRules(name: "Europe/Dublin", posix: "IST-1GMT0,M10.5.0,M3.5.0/1"),
            ZoneRules(name: "Africa/Cairo", posix: "EET-2EEST,M4.5.5/0,M10.5.4/24"),
        ].compactMap { $0 }

    /// The first of them tell of Karachi's past too, which no run of a later year sees.
    private static let databases: [MemoryZoneDatabase] = (0..<3).map { law in
        let past = law == 0 ? ZoneYear.rules.filter { $0.name == "Asia/Karachi" } : []
        return MemoryZoneDatabase(
            laws.compactMap { ZoneRules(name: $0.name, posix: $0.posix[law]) } + constant + past,
            version: "laws-\(law)")
    }

    static let names: [String] = laws.map(\.name)

    /// The rules at the beginning of a run.
    static let database: MemoryZoneDatabase = databases[0]

    /// All rules that there ever are.
    static var all: [MemoryZoneDatabase] { databases }

    /// The rules of a release of zone data.
    static func database(ofRelease release: Int) -> MemoryZoneDatabase {
        databases[release % databases.count]
    }

    /// The different rules of some releases, oldest first.
    static func databases(ofReleases releases: ClosedRange<Int>) -> [MemoryZoneDatabase] {
        releases.prefix(databases.count).map(database(ofRelease:))
    }
}

/// The zone rules that a node has at the instant at which it asks for them.
struct NodeZones: ZoneDatabase {
    let environment: NodeEnvironment

    var version: String { "release-\(release)" }

    func rules(named name: String) -> ZoneRules? {
        SimulatedZones.database(ofRelease: release).rules(named: name)
    }

    private var release: Int {
        environment.node?.referenceDataRelease ?? environment.simulation.newestReferenceDataRelease
    }
}
