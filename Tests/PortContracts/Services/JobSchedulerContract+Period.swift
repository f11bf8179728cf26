internal import CivilTime
internal import ServicePorts

extension JobSchedulerContract {
    static let periodCases: [ContractCase<JobSchedulerContract>] = [
        .init("a periodic job runs again after each period, never early") { try await $0.runsPeriodically() },
        .init("a periodic job whose run is dropped runs in the next period") { try await $0.dropsOnlyOneRun() },
        .init("a cancelled periodic job stops") { try await $0.stopsAPeriodicJob() },
    ]

    func runsPeriodically() async throws {
        let triggers = try await observe("period")
        let period: Duration = .seconds(1)
        let periodic = job("period.1", after: .milliseconds(50), every: period)
        try await scheduler.schedule(periodic)
        try await eventually(on: clock, "three runs came") { Set(triggers.elements.map(\.trigger.dueAt)).count >= 3 }
        try await scheduler.cancel(jobNamed: periodic.name)
        let dues = triggers.elements.map(\.trigger.dueAt).firstSights()
        try require(dues.first == periodic.dueAt, "the first run was due at \(periodic.dueAt), triggered as \(dues)")
        for (earlier, later) in zip(dues, dues.dropFirst()) {
            try require(later >= earlier + period, "two runs are due within one period: \(dues)")
        }
        try require(
            triggers.elements.allSatisfy { $0.at >= $0.trigger.dueAt }, "a run came early: \(triggers.elements)")
        try require(
            triggers.elements.allSatisfy { $0.trigger.payload == periodic.payload && $0.trigger.attempt == 1 },
            "payload or attempt changed between runs: \(triggers.elements)")
    }

    func dropsOnlyOneRun() async throws {
        let triggers = try await observe("period-drop") { _ in .drop(reason: "not this one") }
        let periodic = job("period-drop.1", after: .milliseconds(20), every: .seconds(1))
        try await scheduler.schedule(periodic)
        try await eventually(on: clock, "the run after the dropped one came") {
            Set(triggers.elements.map(\.trigger.dueAt)).count >= 2
        }
        try await scheduler.cancel(jobNamed: periodic.name)
        try require(triggers.elements.allSatisfy { $0.trigger.attempt == 1 }, "a dropped run was retried")
    }

    func stopsAPeriodicJob() async throws {
        let triggers = try await observe("period-stop")
        let periodic = job("period-stop.1", after: .milliseconds(20), every: .seconds(1))
        try await scheduler.schedule(periodic)
        try await eventually(on: clock, "the job ran") { !triggers.triggers(of: periodic.name).isEmpty }
        try await scheduler.cancel(jobNamed: periodic.name)
        // A trigger may be in flight while the job is cancelled; the run after that one must not come.
        let before = Set(triggers.triggers(of: periodic.name).map(\.dueAt)).count
        try await passTime(.milliseconds(2_500), seenBy: triggers, "period-stop")
        let after = Set(triggers.triggers(of: periodic.name).map(\.dueAt)).count
        try require(after <= before + 1, "a periodic job ran \(after - before) times after it was cancelled")
    }
}
