import CivilTime
import PortContracts
import ServicePorts
import Testing

@testable import EmbeddedAdapters

@Suite("The SQLite job scheduler", .timeLimit(.minutes(2)))
struct SQLiteJobSchedulerTests {
    private let clock: SystemClock = SystemClock()

    @Test(
        "a periodic job is due next in its rhythm, without the periods that were missed",
        arguments: [(0, 1_000), (1, 1_000), (999, 1_000), (1_000, 2_000), (3_500, 4_000), (-500, 1_000)])
    func keepsTheRhythm(_ now: Int64, _ expected: Int64) {
        let due = Timestamp.epoch
        let trigger = JobTrigger(name: "job", dueAt: due, payload: [], attempt: 1)
        let job = DueJob(generation: 1, trigger: trigger, period: 1_000)
        #expect(job.nextDue(after: Timestamp(millisecondsSinceEpoch: now))?.millisecondsSinceEpoch == expected)
        #expect(DueJob(generation: 1, trigger: trigger, period: nil).nextDue(after: due) == nil)
    }

    @Test("a job that can never run is refused with what would be right")
    func refusesImpossibleJobs() async throws {
        try await withDatabase { database in
            try await withScheduler(database) { scheduler in
                let jobs = [
                    Job(name: "", dueAt: clock.now(), payload: []),
                    Job(name: "nul\u{0}", dueAt: clock.now(), payload: []),
                    Job(name: "zero", dueAt: clock.now(), period: .zero, payload: []),
                    Job(name: "negative", dueAt: clock.now(), period: .seconds(-1), payload: []),
                ]
                let triggers = Recorder<String>()
                try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                    triggers.record(trigger.name)
                    return .success
                }
                for job in jobs {
                    let error = await #expect(throws: JobSchedulerError.self) { try await scheduler.schedule(job) }
                    #expect(error?.code == .invalid)
                }
                try await scheduler.schedule(Job(name: "good", dueAt: clock.now(), payload: []))
                try await eventually(on: clock, "the good job ran") { !triggers.elements.isEmpty }
                #expect(triggers.elements == ["good"])
            }
        }
    }

    @Test("no more triggers are handled at the same time than the setting allows, and all are handled")
    func limitsTriggers() async throws {
        try await withDatabase { database in
            var settings = JobSchedulerSettings.quick
            settings.concurrentTriggers = 3
            try await withScheduler(database, settings: settings) { scheduler in
                let running = Recorder<Int>()
                let names = Recorder<String>()
                try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                    running.record(1)
                    try? await clock.sleep(for: .milliseconds(2))
                    running.record(-1)
                    names.record(trigger.name)
                    return .success
                }
                for index in 0..<40 {
                    try await scheduler.schedule(Job(name: "job-\(index)", dueAt: clock.now(), payload: []))
                }
                try await eventually(on: clock, "40 jobs ran") { names.elements.count >= 40 }
                var active = 0
                for step in running.elements {
                    active += step
                    #expect(active <= 3)
                }
                #expect(Set(names.elements).count == 40 && names.elements.count == 40, "a job ran twice")
            }
        }
    }

    @Test("a job replaced while it runs is not removed by the run of the old one")
    func keepsAReplacement() async throws {
        try await withDatabase { database in
            try await withScheduler(database) { scheduler in
                let payloads = Recorder<[UInt8]>()
                let released = Recorder<Void>()
                try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                    payloads.record(trigger.payload)
                    while trigger.payload == [1], released.elements.isEmpty {
                        try? await clock.sleep(for: .milliseconds(2))
                    }
                    return .success
                }
                try await scheduler.schedule(Job(name: "job", dueAt: clock.now(), payload: [1]))
                try await eventually(on: clock, "the first run began") { payloads.elements == [[1]] }
                try await scheduler.schedule(Job(name: "job", dueAt: clock.now() + .milliseconds(300), payload: [2]))
                released.record(())
                try await eventually(on: clock, "the replacement ran") { payloads.elements.contains([2]) }
                #expect(payloads.elements == [[1], [2]])
            }
        }
    }
}
