internal import CivilTime
internal import ServicePorts

extension JobSchedulerContract {
    static let replacementCases: [ContractCase<JobSchedulerContract>] = [
        .init("scheduling a name again replaces its due instant and payload") { try await $0.replaces() },
        .init("a cancelled job does not run") { try await $0.cancels() },
        .init("cancelling a job that does not exist succeeds") { try await $0.cancelsNothing() },
        .init("a job that its own handler schedules anew runs again") { try await $0.survivesReschedulingItself() },
        .init("a name can be used again after its job has run") { try await $0.reusesAName() },
    ]

    func replaces() async throws {
        let triggers = try await observe("replace")
        try await scheduler.schedule(job("replace.sooner", after: .seconds(86_400), payload: "old"))
        let sooner = job("replace.sooner", after: .milliseconds(100), payload: "new")
        try await scheduler.schedule(sooner)
        let round = try await beforeDue { delay, round in
            let old = job("replace.later-\(round)", after: delay, payload: "old")
            try await scheduler.schedule(old)
            try await scheduler.schedule(job("replace.later-\(round)", after: delay * 2, payload: "new"))
            return old.dueAt
        }
        let later = name("replace.later-\(round)")
        try await eventually(on: clock, "both replacements ran") {
            !triggers.triggers(of: later).isEmpty && !triggers.triggers(of: sooner.name).isEmpty
        }
        for trigger in triggers.triggers(of: later) + triggers.triggers(of: sooner.name) {
            try require(trigger.payload == Array("new".utf8), "the replaced job ran: \(trigger)")
        }
        try require(triggers.triggers(of: sooner.name)[0].dueAt == sooner.dueAt, "the replaced due instant stayed")
    }

    func cancels() async throws {
        let triggers = try await observe("cancel")
        let round = try await beforeDue { delay, round in
            let cancelled = job("cancel.\(round)", after: delay)
            try await scheduler.schedule(cancelled)
            try await scheduler.schedule(job("cancel.kept", after: delay))
            try await scheduler.cancel(jobNamed: cancelled.name)
            return cancelled.dueAt
        }
        try await passTime(.milliseconds(300 << round), seenBy: triggers, "cancel")
        let runs = triggers.triggers(of: name("cancel.\(round)"))
        try require(runs.isEmpty, "the cancelled job ran: \(runs)")
        try require(!triggers.triggers(of: name("cancel.kept")).isEmpty, "cancelling one job took another")
    }

    func cancelsNothing() async throws {
        let triggers = try await observe("no-cancel")
        try await scheduler.cancel(jobNamed: name("no-cancel.absent"))
        try await passTime(.milliseconds(20), seenBy: triggers, "no-cancel")
    }

    func survivesReschedulingItself() async throws {
        let again = job("self.job", after: .milliseconds(400), payload: "again")
        let scheduler = scheduler
        let triggers = try await observe("self") { trigger in
            guard trigger.payload != again.payload else { return .success }
            do {
                try await scheduler.schedule(again)
                return .success
            } catch {
                return .retry(reason: "\(error)")
            }
        }
        try await scheduler.schedule(job("self.job", after: .milliseconds(20), payload: "first"))
        try await eventually(on: clock, "the job that was scheduled anew ran") {
            triggers.elements.contains { $0.trigger.payload == again.payload }
        }
        let last = triggers.elements.last
        try require(last?.trigger.dueAt == again.dueAt, "the new job was triggered as \(String(describing: last))")
        try require((last?.at ?? .epoch) >= again.dueAt, "the new job ran early: \(String(describing: last))")
    }

    func reusesAName() async throws {
        let triggers = try await observe("reuse")
        for payload in ["first", "second"] {
            try await scheduler.schedule(job("reuse.1", after: .milliseconds(20), payload: payload))
            try await eventually(on: clock, "the \(payload) job ran") {
                triggers.elements.contains { $0.trigger.payload == Array(payload.utf8) }
            }
        }
        let attempts = triggers.elements.map(\.trigger.attempt)
        try require(attempts.allSatisfy { $0 == 1 }, "attempts carried over to the second job: \(attempts)")
    }
}
