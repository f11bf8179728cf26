import ServicePorts
import SimulationKit
import Testing

@Suite("Fault profiles")
struct FaultProfileTests {
    @Test("named profiles hold what they say")
    func named() {
        #expect(FaultProfile.none.activeFamilies.isEmpty)
        #expect(FaultProfile.gentle.activeFamilies == FaultFamily.allCases)
        #expect(FaultProfile.gentle.healed.activeFamilies.isEmpty)
        #expect(FaultProfile.brutal.activeFamilies == FaultFamily.allCases)
        #expect(FaultProfile.brutal.healed.activeFamilies.isEmpty)
    }

    @Test("a swarm is the same for the same seed, and over many seeds each family is there about half of the time")
    func swarm() {
        #expect(FaultProfile.swarm(42) == FaultProfile.swarm(42))
        #expect(FaultProfile.swarm(42) != FaultProfile.swarm(43))
        for family in FaultFamily.allCases {
            let present = (0..<400).count { FaultProfile.swarm($0).activeFamilies.contains(family) }
            #expect((140...260).contains(present), "\(family) in \(present) of 400")
        }
    }

    @Test("rewinds of a swarm take back less than deliveries bring forward")
    func sustainable() {
        for seed in 0..<500 as Range<UInt64> {
            let profile = FaultProfile.swarm(seed)
            #expect(profile.offsetRewindsPerMillion * profile.offsetRewindMaximumEvents / 2 <= 250_000)
        }
    }

    @Test("a profile prints every number by name")
    func prints() {
        var profile = FaultProfile.none
        profile.crashesPerMillionDecisions = 123
        let text = profile.description
        #expect(text.contains("crashesPerMillionDecisions=123"))
        #expect(text.contains("latencyMaximumMicroseconds=2000"))
        #expect(text.split(separator: " ").count == Mirror(reflecting: profile).children.count)
    }

    @Test("removing a family changes that family only", arguments: FaultFamily.allCases)
    func removes(family: FaultFamily) {
        let without = FaultProfile.gentle.without(family)
        #expect(!without.activeFamilies.contains(family))
        #expect(without.activeFamilies == FaultProfile.gentle.activeFamilies.filter { $0 != family })
    }

    @Test("shrinking keeps exactly the families that the failure needs")
    func shrinks() {
        let needed: Set<FaultFamily> = [.rebalances, .crashes]
        var runs = 0
        let smallest = FaultProfile.gentle.shrunk { profile in
            runs += 1
            return needed.isSubset(of: profile.activeFamilies)
        }
        #expect(Set(smallest.activeFamilies) == needed)
        #expect(runs < 60)
        #expect(FaultProfile.gentle.shrunk { _ in true }.activeFamilies.isEmpty)
    }

    @Test("a family that is removed does not move the draws of the others")
    func independence() throws {
        func duplicates(_ faults: FaultProfile) throws -> [Bool] {
            let simulation = Simulation(seed: 8, options: SimulationOptions(faults: faults))
            return try simulation.run { simulation in
                let bus = SimulatedEventBus(simulation)
                var taken: [Bool] = []
                for number in 0..<100 {
                    let before = bus.eventCount(onTopic: steps.name)
                    try await bus.outsideView.publish([step(number)], to: steps)
                    taken.append(bus.eventCount(onTopic: steps.name) - before > 1)
                }
                return taken
            }
        }
        var faults = FaultProfile.none
        faults.duplicatePublishesPerMillion = 400_000
        let alone = try duplicates(faults)
        faults.slowMessagesPerMillion = 300_000
        #expect(try duplicates(faults) == alone)
        #expect(alone.contains(true) && alone.contains(false))
    }
}
