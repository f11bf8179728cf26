/// A fault put into the system by replacing one of its parts, to prove that the simulator finds it.
public struct PlantedBug: Sendable {
    /// Name on the command line.
    public let name: String
    /// What is wrong.
    public let summary: String
    /// Invariants that may be the first to break.
    public let expected: Set<InvariantName>
    /// The scenario that finds it.
    public private(set) var scenario: ScenarioName = .fullSystem
    let parts: SystemParts
    /// The only wiring that can have the bug; nil when every wiring can.
    public var wiring: SystemWiring? { parts.wiring }

    init(_ name: String, _ summary: String, breaks expected: Set<InvariantName>, _ parts: SystemParts) {
        self.name = name
        self.summary = summary
        self.expected = expected
        self.parts = parts
    }

    /// The same bug, which that scenario finds.
    func found(in scenario: ScenarioName) -> PlantedBug {
        var bug = self
        bug.scenario = scenario
        return bug
    }

    /// Every planted bug, by name.
    public static let catalogue: [PlantedBug] = [
        [canary], relayBugs, commandBugs, idempotencyBugs, storeBugs, auditBugs, consumerBugs, recurrenceBugs,
        successorBugs, seriesBugs, settingsBugs, reminderBugs, relativeReminderBugs, preferenceBugs, recordBugs,
        realtimeBugs,
        synchronisationBugs,
        isolationBugs,
        sidecarBugs, wallClockBugs, burstBugs, liveBugs, webhookBugs, presenceBugs,
    ].flatMap { $0 }.sorted { $0.name < $1.name }

    /// The bug of that name, nil when there is none.
    public static func named(_ name: String) -> PlantedBug? {
        catalogue.first { $0.name == name }
    }
}

extension PlantedBug {
    /// No bug at all: an invariant that is always broken, so that a silent alarm shows.
    static let canary = PlantedBug(
        "canary", "nothing is wrong, but an invariant says so: proves that the alarm works", breaks: [.canary],
        .with { $0.standingViolation = InvariantViolation(.canary, "the alarm works") })
}
