import CivilTime
import DaprAdapters
import ServicePorts
import Synchronization
import Testing

@Suite("Jobs over a sidecar")
struct JobTests {
    private let clock = SteppedClock()
    private let callbacks = DaprCallbacks()

    private func scheduler(_ transport: ScriptedTransport) -> DaprJobScheduler {
        DaprJobScheduler(transport: transport, callbacks: callbacks, clock: clock)
    }

    private func failure(_ transport: ScriptedTransport, _ name: String = "j") async -> JobSchedulerError? {
        await #expect(throws: JobSchedulerError.self) {
            try await scheduler(transport).schedule(Job(name: name, dueAt: .epoch, payload: []))
        }
    }

    /// The body of the job as it comes back in a callback.
    private func data(of job: Job) async throws -> [UInt8] {
        let transport = ScriptedTransport(204)
        try await scheduler(transport).schedule(job)
        // Members are sorted, and nothing in the data closes a brace.
        let body = try #require(transport.requests.first).body
        let start = Array("{\"data\":".utf8).count
        let end = try #require(body.firstIndex(of: UInt8(ascii: "}")))
        return Array(body[start...end])
    }

    private func call(_ name: String, _ body: [UInt8]) async -> Int {
        await callbacks.respond(to: DaprRequest(.post, "/job/\(name)", body: body)).status
    }

    @Test("a job says its instant in UTC, replaces an older one and is tried for ever; all of its data is text")
    func body() async throws {
        let transport = ScriptedTransport(204)
        let due = try #require(Timestamp(rfc3339: "2026-09-01T08:00:00.250Z"))
        try await scheduler(transport).schedule(Job(name: "A b", dueAt: due, period: .seconds(60), payload: [1, 2]))
        let request = try #require(transport.requests.first)
        #expect(request.method == .post && request.path == "/v1.0/jobs/0_41_20b")
        #expect(
            request.text
                == #"{"data":{"dueAt":"2026-09-01T08:00:00.250Z","payload":"AQI=","periodMilliseconds":"60000"},"#
                + #""dueTime":"2026-09-01T08:00:00.250Z","failurePolicy":{"constant":{"interval":"1000ms"}},"#
                + #""overwrite":true,"schedule":"@every 60000ms"}"#)
    }

    @Test("a sidecar without the stable path is asked by the older one, from then on at once")
    func fallsBack() async throws {
        let transport = ScriptedTransport { request, _ in
            request.path.hasPrefix("/v1.0/") ? .failure(404, "ERR_DIRECT_INVOKE") : DaprResponse(204)
        }
        let scheduler = scheduler(transport)
        try await scheduler.cancel(jobNamed: "j")
        try await scheduler.cancel(jobNamed: "j")
        #expect(
            transport.requests.map(\.path) == ["/v1.0/jobs/j", "/v1.0-alpha1/jobs/j", "/v1.0-alpha1/jobs/j"])
    }

    @Test("failures are told apart, with call, job, status and code")
    func failures() async {
        let codes: [(Int, JobSchedulerError.Code)] = [
            (400, .invalid), (401, .unavailable), (404, .unavailable), (409, .unavailable), (500, .ambiguous),
            (504, .ambiguous),
        ]
        for (status, code) in codes {
            let error = await failure(ScriptedTransport { _, _ in .failure(status, "DAPR_SCHEDULER_SCHEDULE_JOB") })
            #expect(error?.code == code, "\(status)")
            #expect(error?.message.contains("job 'j'") == true && error?.message.contains("\(status)") == true)
        }
        #expect(await failure(ScriptedTransport(204), "")?.code == .invalid)
        #expect(await failure(ScriptedTransport(204), String(repeating: "ж", count: 60))?.code == .invalid)
    }

    @Test("a trigger carries name, instant, payload and attempt; success is 204, retry 500, and drop is done")
    func triggers() async throws {
        let seen = Mutex<[JobTrigger]>([])
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "A") { trigger in
            seen.withLock { $0.append(trigger) }
            return [.retry(reason: "r"), .drop(reason: "d"), .success][min(seen.withLock { $0.count } - 1, 2)]
        }
        let due = clock.now()
        let body = try await data(of: Job(name: "A b", dueAt: due, payload: Array(0...255)))
        #expect(await call("0_41_20b", body) == 500)
        #expect(await call("0_41_20b", body) == 204)
        #expect(await call("0_41_20b", body) == 204)
        #expect(seen.withLock { $0.map(\.attempt) } == [1, 2, 1])
        #expect(seen.withLock { $0 }.allSatisfy { $0.name == "A b" && $0.dueAt == due && $0.payload == Array(0...255) })
    }

    @Test("a job without a handler is early, not unknown")
    func unhandled() async throws {
        #expect(await call("j", []) == 503)
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "other") { _ in .success }
        #expect(await call("j", []) == 503)
    }

    @Test("of several prefixes the longest takes the job")
    func prefixes() async throws {
        let seen = Mutex<[String]>([])
        for prefix in ["", "a.", "a.b."] {
            try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: prefix) { _ in
                seen.withLock { $0.append(prefix) }
                return .success
            }
        }
        for name in ["a.b.c", "a.c", "b"] { _ = await call(name, []) }
        #expect(seen.withLock { $0 } == ["a.b.", "a.", ""])
    }

    @Test("nothing runs early: a callback shortly before its instant waits, one long before comes again")
    func neverEarly() async throws {
        let seen = Mutex<[Timestamp]>([])
        let clock = clock
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "j") { _ in
            seen.withLock { $0.append(clock.now()) }
            return .success
        }
        let due = clock.now() + .seconds(60)
        let body = try await data(of: Job(name: "j", dueAt: due, payload: []))
        #expect(await call("j", body) == 503)
        try await clock.sleep(for: .seconds(58))
        #expect(await call("j", body) == 204)
        #expect(seen.withLock { $0 } == [due])
    }

    @Test("a periodic trigger is for the latest instant, or for the next one when that is very near")
    func periods() async throws {
        let seen = Mutex<[Duration]>([])
        let start = clock.now()
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "j") { trigger in
            seen.withLock { $0.append(trigger.dueAt.duration(since: start)) }
            return .success
        }
        let body = try await data(of: Job(name: "j", dueAt: start, period: .seconds(60), payload: []))
        for pause in [0, 60_000, 65_000, 54_500] {
            try await clock.sleep(for: .milliseconds(pause))
            #expect(await call("j", body) == 204)
        }
        // The last one came half a second before the third minute was over, and waited.
        #expect(seen.withLock { $0 } == [.zero, .seconds(60), .seconds(120), .seconds(180)])
        #expect(clock.now() == start + .seconds(180))
    }

    @Test("an overdue run that fails is held back, since the scheduler would bring it again at once")
    func paces() async throws {
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "j") { _ in .retry(reason: "down") }
        let body = try await data(of: Job(name: "j", dueAt: clock.now(), payload: []))
        #expect(await call("j", body) == 500)
        #expect(clock.sleeps == [])
        try await clock.sleep(for: .seconds(3_600))
        #expect(await call("j", body) == 500)
        #expect(clock.sleeps == [.seconds(3_600), .seconds(1)])
    }

    @Test("a job of another program comes with its data, due now")
    func foreignJobs() async throws {
        let seen = Mutex<[JobTrigger]>([])
        try await scheduler(ScriptedTransport(204)).handleTriggers(ofJobsPrefixed: "") { trigger in
            seen.withLock { $0.append(trigger) }
            return .success
        }
        #expect(await call("Backup_Now", Array(#"{"id":7}"#.utf8)) == 204)
        let expected = JobTrigger(
            name: "Backup_Now", dueAt: clock.now(), payload: Array(#"{"id":7}"#.utf8), attempt: 1)
        #expect(seen.withLock { $0 } == [expected])
    }
}
