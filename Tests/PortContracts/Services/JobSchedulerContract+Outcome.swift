internal import ServicePorts

extension JobSchedulerContract {
    static let outcomeCases: [ContractCase<JobSchedulerContract>] = [
        .init("a retried trigger comes again with a higher attempt, the same due instant and payload") {
            try await $0.retries()
        },
        .init("a job that succeeded or was dropped does not come again") { try await $0.forgetsSettledJobs() },
        .init("a job that keeps failing does not hold up others") { try await $0.isolatesFailingJobs() },
    ]

    func retries() async throws {
        let triggers = try await observe("retry") { $0.attempt < 3 ? .retry(reason: "not yet") : .success }
        let retried = job("retry.1", after: .milliseconds(20))
        try await scheduler.schedule(retried)
        try await eventually(on: clock, "the third attempt came") {
            triggers.elements.contains { $0.trigger.attempt == 3 }
        }
        let seen = triggers.elements.map(\.trigger)
        try require(seen.prefix(3).map(\.attempt) == [1, 2, 3], "attempts came as \(seen.map(\.attempt))")
        try require(seen.allSatisfy { $0.dueAt == retried.dueAt }, "the due instant changed between attempts: \(seen)")
        try require(seen.allSatisfy { $0.payload == retried.payload }, "the payload changed between attempts: \(seen)")
    }

    func forgetsSettledJobs() async throws {
        let dropped = name("settled.dropped")
        let triggers = try await observe("settled") { $0.name == dropped ? .drop(reason: "never") : .success }
        try await scheduler.schedule(job("settled.dropped", after: .milliseconds(20)))
        try await scheduler.schedule(job("settled.success", after: .milliseconds(20)))
        try await passTime(.milliseconds(600), seenBy: triggers, "settled")
        try require(triggers.triggers(of: dropped).count == 1, "a dropped job came again: \(triggers.elements)")
        let successes = triggers.triggers(of: name("settled.success"))
        try require(!successes.isEmpty, "the job beside the dropped one did not run")
        try require(successes.allSatisfy { $0.attempt == 1 }, "a job that succeeded was retried: \(successes)")
    }

    func isolatesFailingJobs() async throws {
        let failing = name("failing.bad")
        let triggers = try await observe("failing") { $0.name == failing ? .retry(reason: "always") : .success }
        try await scheduler.schedule(job("failing.bad", after: .zero))
        try await eventually(on: clock, "the failing job was tried") { !triggers.triggers(of: failing).isEmpty }
        try await passTime(.milliseconds(100), seenBy: triggers, "failing")
        try await scheduler.cancel(jobNamed: failing)
    }
}
