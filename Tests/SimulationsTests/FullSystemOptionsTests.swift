import SimulationKit
import Testing
import TodoSimulations

@Suite("The full system's options")
struct FullSystemOptionsTests {
    @Test("draws a start and a number of replicas for each seed, in their ranges")
    func draws() {
        let scenario = FullSystem()
        let seeds = UInt64(1)...200
        let starts = seeds.map { scenario.start(of: $0).text }
        #expect(Set(starts).count > 80)
        #expect(starts.allSatisfy { ("2025-12-30"..."2029-12-31").contains($0) })
        #expect(starts.contains { $0.hasPrefix("2028-02-2") }, "no seed crosses a leap day")
        #expect(Set(seeds.map { scenario.replicas(of: $0) }) == [1, 2, 3])
        #expect(FullSystem(faults: .gentle).replicas(of: 1) == 2)
    }

    @Test("reads a start date and refuses what is none")
    func startDate() {
        #expect(StartDate(text: "2028-02-29")?.text == "2028-02-29")
        #expect(StartDate(text: "2027-02-29") == nil)
        #expect(StartDate(text: "1999-12-31") == nil)
        #expect(StartDate(text: "tomorrow") == nil)
    }

    @Test("restarts every node in its turn, and holds every invariant all the same")
    func rollingRestarts() {
        var scenario = FullSystem(users: 1, days: 1, faults: .none)
        scenario.replicas = 3
        let calm = scenario.run(seed: 1)
        scenario.rollingRestartMinutes = 60
        let restarted = scenario.run(seed: 1)
        #expect(calm.summary.crashes == 0)
        #expect(restarted.summary.crashes >= 23)
        #expect(calm.failure == nil)
        #expect(restarted.failure == nil)
    }

    @Test("comes to rest after the hardest faults and rolling restarts of three replicas", arguments: UInt64(1)...2)
    func brutal(seed: UInt64) {
        var scenario = FullSystem(users: 2, days: 1, faults: .brutal)
        scenario.replicas = 3
        scenario.rollingRestartMinutes = 60
        let report = scenario.run(seed: seed)
        #expect(report.failure == nil)
        #expect(report.summary.crashes > 23)
        #expect(report.acknowledged > 20)
    }

    @Test("says what still waits when the time for coming to rest is too short")
    func deadline() {
        var scenario = FullSystem(users: 2, hours: 6, faults: .none, bug: PlantedBug.named("shared-realtime-group"))
        scenario.convergenceMinutes = 1
        scenario.replicas = 2
        let failures = (UInt64(1)...6).compactMap { scenario.run(seed: $0).failure }
        #expect(!failures.isEmpty)
        #expect(failures.allSatisfy { $0.name == "convergence" && $0.message.contains("client-") })
    }

    @Test("has more to say the more happens, and counts it")
    func checksAreCounted() {
        let short = FullSystem(users: 1, hours: 6, faults: .none).run(seed: 1)
        let long = FullSystem(users: 1, hours: 24, faults: .none).run(seed: 1)
        #expect(short.checks > 100)
        #expect(long.checks > short.checks)
    }

    @Test("are all in the arguments that repeat a run")
    func arguments() {
        var scenario = FullSystem(users: 4, hours: 5)
        #expect(!scenario.arguments.contains("--replicas"))
        scenario.replicas = 3
        scenario.rollingRestartMinutes = 60
        scenario.convergenceMinutes = 90
        scenario.meanPauseMinutes = 288
        scenario.start = StartDate(text: "2026-03-28")
        let text = scenario.arguments.joined(separator: " ")
        #expect(text.contains("--replicas 3 --rolling-restarts 60 --convergence-minutes 90 --pause-minutes 288"))
        #expect(text.contains("--start 2026-03-28"))
    }
}
