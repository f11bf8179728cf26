/// Draws every fault of a run from the profile that is in force.
final class FaultInjector {
    unowned let simulation: Simulation
    private(set) var profile: FaultProfile
    private var rates: ContiguousArray<Int64>
    private var streams: ContiguousArray<RandomStream>
    private var network: RandomStream
    /// Everything that lasts, and of it what messages ask for.
    var lasting: [(number: Int, fault: LastingFault)] = []
    var lastingMade = 0
    var outages: [(number: Int, outage: Outage)] = []
    var slowLinks: [(number: Int, link: SlowLink)] = []
    /// Beginnings and ends to come.
    var planned: [WaitToken] = []

    init(_ simulation: Simulation) {
        self.simulation = simulation
        profile = simulation.options.faults
        rates = FaultInjector.rates(of: simulation.options.faults)
        let seed = simulation.options.chanceSeed(of: simulation.seed)
        network = RandomStream(seed: seed, name: .network)
        streams = ContiguousArray(
            FaultFamily.allCases.map { RandomStream(seed: seed, name: StreamName.faults.child($0.rawValue)) })
    }

    private static func rates(of profile: FaultProfile) -> ContiguousArray<Int64> {
        ContiguousArray(FaultFamily.allCases.map { family in family.rate.map { profile[keyPath: $0] } ?? 0 })
    }

    /// Puts another profile in force.
    func use(_ profile: FaultProfile) {
        self.profile = profile
        rates = FaultInjector.rates(of: profile)
    }

    /// Draws whether a fault of the family strikes now, at the profile's rate.
    @inline(__always)
    func strikes(_ family: FaultFamily, at environment: NodeEnvironment? = nil) -> Bool {
        let rate = rates[family.position]
        return rate > 0 && draws(family, perMillion: rate, environment)
    }

    private func draws(_ family: FaultFamily, perMillion rate: Int64, _ environment: NodeEnvironment?) -> Bool {
        guard !simulation.isTearingDown else { return false }
        let struck = streams[family.position].chance(perMillion: rate)
        simulation.hash.fold(struck ? UInt64(family.position) &+ 1_000 : 1)
        if struck {
            simulation.counters.faults += 1
            simulation.traceEvent("fault", environment, family.rawValue)
        }
        return struck
    }

    /// A draw for the particulars of a fault of that family.
    func number(in range: ClosedRange<Int64>, _ family: FaultFamily) -> Int64 {
        guard range.lowerBound < range.upperBound else { return range.lowerBound }
        return streams[family.position].number(in: range)
    }

    /// A draw between zero and a limit that may be zero.
    func number(upTo limit: Int64, _ family: FaultFamily) -> Int64 {
        number(in: 0...max(0, limit), family)
    }

    /// A roughly exponential draw of that mean.
    func exponential(mean: Int64, _ family: FaultFamily) -> Int64 {
        streams[family.position].exponential(mean: mean)
    }

    /// How long one message between the environment's node and the part travels, in microseconds.
    @inline(__always)
    func travelTime(_ environment: NodeEnvironment, _ part: SimulatedPart) -> Int64 {
        slowLinks.isEmpty ? travelTime() : travelTime() + delay(environment, part)
    }

    /// How long one message travels over links that are not slow, in microseconds.
    private func travelTime() -> Int64 {
        let shortest = profile.latencyMinimumMicroseconds
        let time = network.number(in: shortest...max(shortest, profile.latencyMaximumMicroseconds))
        guard strikes(.slowMessages) else { return time }
        return time + number(upTo: profile.slowMessageMaximumMicroseconds, .slowMessages)
    }
}
