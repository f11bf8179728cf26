public import SimulationKit

extension FullSystem {
    /// The faults of a seed.
    public func faultProfile(of seed: UInt64) -> FaultProfile {
        let profile = name.faultProfile(from: faults.profile(for: seed), at: faults, seed: seed)
        return softenedFaults.apply(to: withoutFaults.reduce(profile) { $0.without($1) })
    }

    /// Replicas of each service in the run of a seed.
    public func replicas(of seed: UInt64) -> Int {
        if let replicas { return replicas }
        guard faults == .swarm else { return 2 }
        var stream = RandomStream(seed: seed, name: StreamName("replicas"))
        return 1 + stream.index(below: 3)
    }

    /// How the run of a seed chooses among ready jobs.
    public func schedule(of seed: UInt64) -> Schedule {
        if let schedule { return schedule }
        return faults == .swarm || faults == .brutal ? .swarm(seed) : .uniform
    }

    /// All that decides the run of a seed beside the workload.
    public func options(of seed: UInt64) -> SimulationOptions {
        SimulationOptions(
            start: start(of: seed).instant, faults: faultProfile(of: seed), schedule: schedule(of: seed),
            fifoExcept: fifoExcept, redraw: redraw,
            usesRealCodec: usesRealCodec ?? (wiring(of: seed) == .direct && seed.isMultiple(of: 8)),
            traceLevel: traceLevel,
            traceCapacity: traceLevel == .decisions ? 200_000 : traceCapacity)
    }

    /// What stands behind the ports in the run of a seed: a sixth of the drawn runs have sidecars,
    /// which encode everything and so cost three times as much.
    public func wiring(of seed: UInt64) -> SystemWiring {
        if let needed = bug?.wiring ?? wiring { return needed }
        // A week without sidecars is not what sidecars are about, and a year with them takes too long.
        guard faults == .swarm, !name.isDirect else { return .direct }
        var stream = RandomStream(seed: seed, name: StreamName("wiring"))
        return stream.index(below: 6) == 0 ? .sidecar : .direct
    }

    /// The day on which the run of a seed begins.
    public func start(of seed: UInt64) -> StartDate {
        start ?? name.start(of: seed) ?? .drawn(for: seed)
    }

    /// What decides the run of a seed beside its faults, in one line.
    public func settings(of seed: UInt64) -> String {
        let restarts = rollingRestartMinutes.map { "one restarted every \($0) minutes" } ?? "no rolling restarts"
        return
            "from \(start(of: seed).text), \(replicas(of: seed)) replicas of each service, \(wiring(of: seed).rawValue)"
            + " wiring, \(restarts);"
            + " to be at rest within \(convergenceMinutes) virtual minutes after the faults"
    }
}
