import SimulationKit
import Testing

@Suite("Softened faults")
struct SofteningTests {
    @Test("strike less often and never stop", arguments: FaultFamily.allCases)
    func becomesRarer(family: FaultFamily) {
        for seed in UInt64(1)...20 {
            let profile = FaultProfile.swarm(seed)
            let softened = profile.softened(family, by: 16)
            #expect(softened.activeFamilies == profile.activeFamilies)
            #expect(
                (softened == profile) != profile.activeFamilies.contains(family) || profile.without(family) == profile)
            #expect(softened.without(family) == profile.without(family), "another family moved")
            #expect(profile.softened(family, by: 1) == profile)
        }
    }

    @Test("come after longer intervals")
    func intervalsGrow() {
        var profile = FaultProfile()
        profile.outageIntervalMicroseconds = 1_000
        profile.crashesPerMillionDecisions = 10
        #expect(profile.softened(.outages, by: 8).outageIntervalMicroseconds == 8_000)
        #expect(profile.softened(.crashes, by: 64).crashesPerMillionDecisions == 1)
        profile.outageIntervalMicroseconds = .max
        #expect(profile.softened(.outages, by: 8).outageIntervalMicroseconds == .max)
    }
}
