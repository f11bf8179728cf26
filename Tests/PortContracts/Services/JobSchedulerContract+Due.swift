internal import CivilTime
internal import ServicePorts

extension JobSchedulerContract {
    static let dueCases: [ContractCase<JobSchedulerContract>] = [
        .init("a job runs at its due instant or later, never earlier") { try await $0.neverRunsEarly() },
        .init("the trigger carries name, due instant, payload and attempt 1") { try await $0.carriesThePayload() },
        .init("a job due in the past runs") { try await $0.runsThePast() },
        .init("a job scheduled later but due earlier does not wait for the other") {
            try await $0.runsTheEarlierFirst()
        },
        .init("a job waits for a handler that is registered after it was due") { try await $0.waitsForAHandler() },
        .init("a handler gets only the jobs of its prefix") { try await $0.separatesPrefixes() },
        .init("many jobs due at the same instant all run") { try await $0.runsABurst() },
    ]

    func neverRunsEarly() async throws {
        let triggers = try await observe("early")
        let jobs = [300, 100, 200].map { job("early.\($0)", after: .milliseconds($0)) }
        for job in jobs { try await scheduler.schedule(job) }
        try await eventually(on: clock, "three jobs ran") { Set(triggers.elements.map(\.trigger.name)).count == 3 }
        for observed in triggers.elements {
            try require(
                observed.at >= observed.trigger.dueAt, "due at \(observed.trigger.dueAt) but run at \(observed.at)")
        }
        for job in jobs {
            let due = triggers.triggers(of: job.name).first?.dueAt
            try require(due == job.dueAt, "job due at \(job.dueAt) was triggered for \(String(describing: due))")
        }
    }

    func carriesThePayload() async throws {
        let triggers = try await observe("payload")
        let payloads: [[UInt8]] = [Array("{\"task\":7}".utf8), [], Array(0...255)]
        for (index, payload) in payloads.enumerated() {
            try await scheduler.schedule(
                Job(name: name("payload.\(index)"), dueAt: clock.now() + .milliseconds(20), payload: payload))
        }
        for (index, payload) in payloads.enumerated() {
            try await eventually(on: clock, "job \(index) ran") {
                !triggers.triggers(of: name("payload.\(index)")).isEmpty
            }
            let trigger = triggers.triggers(of: name("payload.\(index)")).first
            try require(trigger?.payload == payload, "payload \(index) came back as \(String(describing: trigger))")
            try require(trigger?.attempt == 1, "the first attempt is numbered \(String(describing: trigger?.attempt))")
        }
    }

    func runsThePast() async throws {
        let triggers = try await observe("past")
        let past = Job(name: name("past.1"), dueAt: clock.now().adding(milliseconds: -60_000), payload: [1])
        try await scheduler.schedule(past)
        try await eventually(on: clock, "the overdue job ran") { !triggers.elements.isEmpty }
        try require(triggers.elements.first?.trigger.dueAt == past.dueAt, "triggered as \(triggers.elements)")
    }

    func runsTheEarlierFirst() async throws {
        let triggers = try await observe("earlier")
        let far = job("earlier.far", after: .seconds(86_400))
        let near = job("earlier.near", after: .milliseconds(50))
        try await scheduler.schedule(far)
        try await scheduler.schedule(near)
        try await eventually(on: clock, "the near job ran") { !triggers.triggers(of: near.name).isEmpty }
        try require(triggers.triggers(of: far.name).isEmpty, "a job due tomorrow ran")
        try await scheduler.cancel(jobNamed: far.name)
    }

    func waitsForAHandler() async throws {
        let waiting = job("handlerless.1", after: .milliseconds(10))
        try await scheduler.schedule(waiting)
        try await eventually(on: clock, "the job is overdue") { clock.now() > waiting.dueAt + .milliseconds(50) }
        let triggers = try await observe("handlerless")
        try await eventually(on: clock, "the job ran once a handler was there") { !triggers.elements.isEmpty }
        try require(triggers.elements[0].trigger.payload == waiting.payload, "triggered as \(triggers.elements[0])")
    }

    func separatesPrefixes() async throws {
        let left = try await observe("left")
        let right = try await observe("right")
        for suffix in ["left.1", "right.1", "left.2"] {
            try await scheduler.schedule(job(suffix, after: .milliseconds(20)))
        }
        try await eventually(on: clock, "three jobs ran") {
            Set(left.elements.map(\.trigger.name)).count + Set(right.elements.map(\.trigger.name)).count == 3
        }
        try require(
            Set(left.elements.map(\.trigger.name)) == [name("left.1"), name("left.2")], "left got \(left.elements)")
        try require(Set(right.elements.map(\.trigger.name)) == [name("right.1")], "right got \(right.elements)")
    }

    func runsABurst() async throws {
        let triggers = try await observe("burst")
        let dueAt = clock.now() + .milliseconds(100)
        for index in 0..<100 {
            try await scheduler.schedule(Job(name: name("burst.\(index)"), dueAt: dueAt, payload: []))
        }
        try await eventually(on: clock, "100 jobs ran") { Set(triggers.elements.map(\.trigger.name)).count == 100 }
        try require(triggers.elements.allSatisfy { $0.at >= dueAt }, "a job of the burst ran early")
    }
}
