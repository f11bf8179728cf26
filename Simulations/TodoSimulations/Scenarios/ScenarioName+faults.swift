internal import CivilTime
internal import SimulationKit

extension ScenarioName {
    /// True when users do what was planned for them rather than what comes to their minds.
    var hasDiaries: Bool {
        self != .fullSystem && self != .clockSteps && self != .liveClients && self != .webhooks
    }

    /// True when its runs are so long that what happens each hour is most of them.
    var lastsAYear: Bool { self == .yearOfZones || self == .zoneDataChange }

    /// True when no seed draws sidecars.
    var isDirect: Bool { lastsAYear || self == .weekLongOutage }

    /// The day on which the run of a seed begins; nil lets it be drawn.
    func start(of seed: UInt64) -> StartDate? {
        switch self {
        case .yearOfZones: StartDate(ScenarioPlan.zoneYear(of: seed).start)
        // The releases give up the changes of clocks of this year and of the next.
        case .zoneDataChange: StartDate(text: "2026-01-05")
        case .fullSystem, .weekLongOutage, .clockSteps, .sameSecond, .completionStorm, .liveClients, .importStorm,
            .webhooks:
            nil
        }
    }

    /// What a level of faults is in this scenario: long runs have a day's trouble in a longer time.
    func faultProfile(from profile: FaultProfile, at level: FaultLevel, seed: UInt64) -> FaultProfile {
        var profile = profile
        switch self {
        case .fullSystem, .sameSecond, .completionStorm, .liveClients, .importStorm, .webhooks: break
        case .yearOfZones: profile = profile.rarer(by: 120).without(.referenceData)
        case .weekLongOutage: profile = profile.rarer(by: 12)
        case .clockSteps where level != .none:
            var stream = RandomStream(seed: seed, name: StreamName("clock-steps"))
            let limits: [Int64] = [60_000, 600_000, 3_600_000, 6 * 3_600_000]
            profile.clockSkewMaximumMilliseconds = limits[stream.index(below: limits.count)]
            profile.clockStepIntervalMicroseconds = stream.number(in: 900_000_000...14_400_000_000)
            profile.driftIntervalMicroseconds = 3_600_000_000
            profile.driftMaximumPartsPerMillion = 20_000
        case .clockSteps: break
        case .zoneDataChange:
            profile = profile.rarer(by: 120)
            // Two or three releases in the year, each of which takes up to a day to reach every node.
            profile.releaseIntervalMicroseconds = level == .none ? 0 : 110 * 86_400_000_000
            profile.releaseLagMaximumMicroseconds = 86_400_000_000
        }
        return profile
    }
}
