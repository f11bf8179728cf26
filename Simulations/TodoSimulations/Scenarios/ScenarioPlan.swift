internal import CivilTime
internal import SimulationKit

/// What a seed draws for a scenario that is driven by the clock.
struct ScenarioPlan {
    /// The zone whose clock the users live by, with what is known of its changes apart from the services; nil where
    /// users have several, or where its rules change.
    var zoneYear: ZoneYear?
    /// What is away for a week, and from when on; nil for nothing.
    var outage: PlannedOutage?
    /// The instant at which everything is due; nil for none.
    var moment: Timestamp?
    /// The furthest that a node's clock may be off, in milliseconds.
    var clockErrorMilliseconds: Int64 = 0
    /// How much too early by the true time a node may act that trusts its own clock, in milliseconds.
    var earlinessMilliseconds: Int64 = 0

    /// The longest that a fault keeps something from being there, in milliseconds.
    var longestAbsenceMilliseconds: Int64 = 0
    /// How long a crashed node is away on average, its sidecar included, in milliseconds.
    var averageRestartMilliseconds: Int64 = 0
    /// True when devices send commands over their sockets, and realtime replicas restart under them.
    var isLive = false
    /// What there is of webhooks; nil for none.
    var webhooks: WebhookTrouble?
    /// How often services look for what was lost; nil for as often as they do by themselves.
    var sweepInterval: Duration?

    /// What the seed draws for a scenario; nothing for those that draw for themselves.
    init(_ scenario: FullSystem, seed: UInt64) {
        let begin = scenario.start(of: seed).instant
        // In a quiet year, looking each hour would be most of the work.
        sweepInterval = scenario.name.lastsAYear ? .seconds(12 * 3_600) : nil
        switch scenario.name {
        case .yearOfZones: zoneYear = scenario.start == nil ? ScenarioPlan.zoneYear(of: seed) : nil
        case .weekLongOutage: outage = PlannedOutage(seed: seed, after: begin)
        case .sameSecond: moment = begin.adding(milliseconds: 3 * 3_600_000)
        case .liveClients: isLive = true
        case .webhooks: webhooks = scenario.faults == .none ? .untroubled : .troubled
        case .fullSystem, .clockSteps, .zoneDataChange, .completionStorm, .importStorm: break
        }
        let faults = scenario.faultProfile(of: seed)
        clockErrorMilliseconds = faults.largestClockErrorMilliseconds
        // Sweeps go by the clock of the node and allow it minutes; here it may be off by more.
        if scenario.name == .clockSteps { earlinessMilliseconds = clockErrorMilliseconds }
        longestAbsenceMilliseconds = faults.longestAbsenceMilliseconds
        averageRestartMilliseconds =
            (faults.downtimeMaximumMicroseconds + faults.sidecarStartMaximumMicroseconds) / 2_000
    }

    /// Each seed takes the next of the years.
    static func zoneYear(of seed: UInt64) -> ZoneYear {
        ZoneYear.all[Int(seed % UInt64(ZoneYear.all.count))]
    }
}

/// How receivers of webhooks are.
enum WebhookTrouble {
    /// They take everything at once.
    case untroubled
    /// They fail, and are away at times.
    case troubled
}

extension FaultProfile {
    /// The furthest that a node's clock is off by skew and drift together, in milliseconds.
    var largestClockErrorMilliseconds: Int64 {
        let drift = driftIntervalMicroseconds > 0 ? driftMaximumMicroseconds / 1_000 * driftMaximumPartsPerMillion : 0
        return clockSkewMaximumMilliseconds + drift / 1_000_000 + 1
    }

    /// The longest that something is away, slow or late, one after another, in milliseconds.
    var longestAbsenceMilliseconds: Int64 {
        let absences = [
            downtimeMaximumMicroseconds, pauseMaximumMicroseconds, sidecarStartMaximumMicroseconds,
            triggerLatenessMaximumMicroseconds, burstMaximumMicroseconds, outageMaximumMicroseconds,
            partitionMaximumMicroseconds, stuckHandlerMaximumMicroseconds,
        ]
        return absences.reduce(0, +) / 1_000
    }

    /// The same with everything that strikes by time that many times rarer: what is a day's trouble spread over long
    /// runs.
    func rarer(by factor: Int64) -> FaultProfile {
        var profile = self
        let intervals: [WritableKeyPath<FaultProfile, Int64>] = [
            \.slowLinkIntervalMicroseconds, \.pauseIntervalMicroseconds, \.burstIntervalMicroseconds,
            \.outageIntervalMicroseconds, \.partitionIntervalMicroseconds, \.clockStepIntervalMicroseconds,
            \.driftIntervalMicroseconds, \.releaseIntervalMicroseconds,
        ]
        for interval in intervals { profile[keyPath: interval] = profile[keyPath: interval] * factor }
        return profile
    }
}
