import SimulationKit
import Testing
import TodoSimulations

/// Each scenario that is driven by the clock: it holds, what it is about happens in it, and its bugs are found.
@Suite("The scenarios that are driven by the clock")
struct ClockScenarioTests {
    private func run(_ name: ScenarioName, seeds: ClosedRange<UInt64>) -> [SeedReport] {
        let reports = seeds.map { FullSystem(name).run(seed: $0) }
        for report in reports {
            #expect(
                report.failure == nil,
                "simulate replay --scenario \(name.rawValue) --seed \(report.seed): \(report.failure?.message ?? "")")
        }
        return reports
    }

    private func count(_ path: String, in reports: [SeedReport]) -> Int {
        reports.reduce(0) { $0 + ($1.exercised[path] ?? 0) }
    }

    @Test("make the same decisions for the same seed", arguments: ScenarioName.allCases)
    func areDeterministic(name: ScenarioName) {
        let scenario = FullSystem(name)
        #expect(scenario.run(seed: 5).disagreement(with: scenario.run(seed: 5)) == nil)
        #expect(scenario.run(seed: 5).summary.decisionHash != scenario.run(seed: 6).summary.decisionHash)
    }

    @Test("a year of zones crosses changes of clocks and ends of months in each of thirteen years")
    func yearOfZones() {
        let reports = run(.yearOfZones, seeds: 0...12)
        #expect(Set(reports.map { FullSystem(.yearOfZones).start(of: $0.seed).text }).count >= 8)
        #expect(count("successor across a change of clocks", in: reports) > 50)
        #expect(count("monthly successor at the end of a month", in: reports) > 20)
        #expect(count("reminder_sent", in: reports) > 500)
        #expect(reports.allSatisfy { $0.virtualTime >= .seconds(366 * 86_400) })
    }

    @Test("a week-long outage is made up for under each policy and in each way to advance")
    func weekLongOutage() {
        let reports = run(.weekLongOutage, seeds: 1...8)
        for policy in ["next_future", "each", "latest_only", "skip"] {
            #expect(count("successor under missed \(policy)", in: reports) > 10, "\(policy)")
        }
        #expect(count("successor on_schedule", in: reports) > 20)
        #expect(count("successor on_completion", in: reports) > 20)
        #expect(count("successor with dates passed over", in: reports) > 3)
    }

    @Test("clocks that step lose nothing")
    func clockSteps() {
        let reports = run(.clockSteps, seeds: 1...6)
        let limits = reports.map { FullSystem(.clockSteps).faultProfile(of: $0.seed).clockSkewMaximumMilliseconds }
        #expect((limits.max() ?? 0) >= 3_600_000)
        #expect(FullSystem(.clockSteps, faults: .none).faultProfile(of: 1) == .none)
        #expect(count("reminder_sent", in: reports) > 100)
    }

    @Test("new zone rules reach every node in mid-year, and series go on by them")
    func zoneDataChange() {
        let reports = run(.zoneDataChange, seeds: 1...3)
        #expect(count("successor on_completion", in: reports) > 50)
        let traced = FullSystem(.zoneDataChange, traceLevel: .events).run(seed: 1)
        #expect(traced.failure == nil)
        #expect(FullSystem(.zoneDataChange).start(of: 1).text == "2026-01-05")
    }

    @Test("a thousand reminders for one second are sent, each of them once")
    func sameSecond() {
        let reports = run(.sameSecond, seeds: 1...2)
        #expect(reports.allSatisfy { ($0.exercised["reminder_sent"] ?? 0) > 800 })
        #expect(reports.allSatisfy { ($0.exercised["reminder_sent"] ?? 0) <= 1_100 })
    }

    @Test("a storm of completions makes one successor each")
    func completionStorm() {
        let reports = run(.completionStorm, seeds: 1...6)
        #expect(count("done once more", in: reports) > 20)
        #expect(count("successor withdrawn", in: reports) > 5)
        #expect(count("repeated request answered", in: reports) > 50)
    }

    @Test("files imported by several devices at once and again give each task once")
    func importStorm() {
        let reports = run(.importStorm, seeds: 1...6)
        #expect(count("task_imported", in: reports) > 50)
        #expect(count("repeated request answered", in: reports) > 20)
    }

    @Test(
        "find the bugs that are theirs",
        arguments: PlantedBug.catalogue.filter { $0.scenario != .fullSystem }.map(\.name))
    func bugIsFound(name: String) throws {
        let bug = try #require(PlantedBug.named(name))
        let proof = BugProof.search(for: bug, limit: 30)
        #expect(proof.isFound, "\(proof)")
    }

    @Test("have bugs of their own, each of them")
    func eachHasBugs() {
        let proved = Set(PlantedBug.catalogue.map(\.scenario))
        #expect(proved == Set(ScenarioName.allCases))
    }

    @Test("are told in the arguments that repeat a run, with what is not their own")
    func arguments() {
        var scenario = FullSystem(.weekLongOutage)
        #expect(scenario.arguments.starts(with: ["--scenario", "week-long-outage", "--users", "2", "--days", "14"]))
        #expect(!scenario.arguments.contains("--pause-minutes"))
        scenario.meanPauseMinutes = 77
        #expect(scenario.arguments.suffix(2) == ["--pause-minutes", "77"])
    }
}
