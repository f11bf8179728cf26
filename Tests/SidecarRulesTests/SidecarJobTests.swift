import CivilTime
import SidecarRules
import Testing

@Suite("Sidecar rules: jobs")
struct SidecarJobTests {
    private let now = Timestamp.epoch + .seconds(1_000)

    private func job(_ body: String, name: String = "j") throws -> SidecarJob {
        try SidecarJob(SidecarRequest(.post, "/v1.0/jobs/\(name)", body: Array(body.utf8)), now: now)
    }

    private func refusal(_ body: String, name: String = "j") -> String {
        do {
            _ = try job(body, name: name)
            return "accepted"
        } catch {
            let error = error as? SidecarError
            return "\(error?.status ?? 0) \(error?.code ?? "?")"
        }
    }

    @Test("a one-shot job has its due time, its data through doubles, and the standard policy")
    func oneShot() throws {
        let made = try job("{\"dueTime\":\"1970-01-01T01:00:00Z\",\"data\":{\"id\":9007199254740993}}")
        #expect(made.dueAt == Timestamp.epoch + .seconds(3_600))
        #expect(made.period == nil && made.expiresAt == nil && !made.overwrites)
        #expect(made.data == Array("{\"id\":9007199254740992}".utf8))
        #expect(made.failurePolicy == .constant(interval: .seconds(1), maximumRetries: 3))
        #expect(try job("{\"dueTime\":\"1m30s\"}").dueAt == now + .seconds(90))
        #expect(try job("{\"dueTime\":\"1m\"}").data.isEmpty)
    }

    @Test("a periodic job begins at its due time, or one period from now")
    func periodic() throws {
        let made = try job("{\"schedule\":\"@every 1.5s\",\"repeats\":4,\"overwrite\":true,\"unknown\":1}")
        #expect(made.period == .milliseconds(1_500) && made.dueAt == now + .milliseconds(1_500))
        #expect(made.repeats == 4 && made.overwrites)
        #expect(try job("{\"schedule\":\"@every 1s\",\"dueTime\":\"10s\"}").dueAt == now + .seconds(10))
    }

    @Test("what is wrong with a request decides the code")
    func refusals() {
        #expect(refusal("") == "400 DAPR_SCHEDULER_SCHEDULE_EMPTY")
        #expect(refusal("{}") == "400 DAPR_SCHEDULER_SCHEDULE_EMPTY")
        #expect(refusal("[{}]") == "400 ERR_MALFORMED_REQUEST")
        #expect(refusal("{\"dueTime\":") == "400 ERR_MALFORMED_REQUEST")
        #expect(refusal("{\"dueTime\":7}") == "400 ERR_MALFORMED_REQUEST")
        #expect(refusal("{\"schedule\":\"@every 1s\",\"repeats\":-1}") == "400 ERR_MALFORMED_REQUEST")
        #expect(refusal("{\"dueTime\":\"1s\",\"name\":\"j\"}") == "400 DAPR_SCHEDULER_JOB_NAME")
        #expect(refusal("{\"dueTime\":\"1s\"}", name: "%20") == "400 DAPR_SCHEDULER_JOB_NAME_EMPTY")
        #expect(refusal("{\"schedule\":\"sometimes\"}") == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
        #expect(refusal("{\"dueTime\":\"soon\"}") == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
        #expect(refusal("{\"dueTime\":\"1s\",\"repeats\":2}") == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
    }

    @Test("a time to live must end after the due time, and needs a schedule")
    func timeToLive() throws {
        // Counted from now, since the due time is an instant: it ends before the job is due.
        let early = "{\"schedule\":\"@every 1h\",\"dueTime\":\"1970-01-01T05:00:00Z\",\"ttl\":\"1h\"}"
        #expect(refusal(early) == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
        #expect(refusal("{\"dueTime\":\"1s\",\"ttl\":\"1h\"}") == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
        let relative = try job("{\"schedule\":\"@every 1h\",\"dueTime\":\"5h\",\"ttl\":\"1h\"}")
        #expect(relative.expiresAt == now + .seconds(6 * 3_600))
    }

    @Test("names: a plus is a space, and some characters are refused")
    func names() throws {
        #expect(try job("{\"dueTime\":\"1s\"}", name: "a+b").name == "a b")
        #expect(try job("{\"dueTime\":\"1s\"}", name: "a%2Bb").name == "a+b")
        #expect(try job("{\"dueTime\":\"1s\"}", name: "Reminder_7.x:y").name == "Reminder_7.x:y")
        for name in ["a%2Fb", "a%5Cb", "a%23b", "a%3Fb", ".", "..", "a%01", String(repeating: "x", count: 600)] {
            #expect(refusal("{\"dueTime\":\"1s\"}", name: name) == "500 DAPR_SCHEDULER_SCHEDULE_JOB")
        }
        #expect(SidecarJobVerdict.path(ofJobNamed: "a+b c/d") == "/job/a%2Bb%20c%2Fd")
    }

    @Test("a callback is done by 2xx and by 404, whatever the body; everything else has failed")
    func verdicts() {
        for status in [200, 204, 404] {
            let response = SidecarResponse(status, body: Array("{\"status\":\"RETRY\"}".utf8))
            #expect(SidecarJobVerdict(response) == .done)
        }
        for status in [301, 400, 409, 500, 503] {
            guard case .failed = SidecarJobVerdict(SidecarResponse(status)) else {
                Issue.record("\(status) counted as done")
                continue
            }
        }
        #expect(SidecarJobVerdict(nil) != .done)
    }

    @Test("policies: four attempts a second apart from the due time, as given, for ever, or one")
    func policies() throws {
        let due = now
        let standard = SidecarFailurePolicy.standard
        #expect(
            (1...4).map { standard.nextAttempt(after: $0, dueAt: due) } == [
                due + .seconds(1), due + .seconds(2), due + .seconds(3), nil,
            ])
        let dropping = try job("{\"dueTime\":\"1s\",\"failurePolicy\":{\"drop\":{}}}").failurePolicy
        #expect(dropping.nextAttempt(after: 1, dueAt: due) == nil)
        let endless = try job("{\"dueTime\":\"1s\",\"failurePolicy\":{\"constant\":{\"interval\":\"2s\"}}}")
            .failurePolicy
        #expect(endless.nextAttempt(after: 1_000, dueAt: due) == due + .seconds(2_000))
        let counted = "{\"dueTime\":\"1s\",\"failurePolicy\":{\"constant\":{\"interval\":\"3s\",\"maxRetries\":1}}}"
        #expect(try job(counted).failurePolicy == .constant(interval: .seconds(3), maximumRetries: 1))
    }

    @Test("existing, missing and unreachable have their codes")
    func codes() {
        #expect(SidecarJob.exists("j").status == 409)
        #expect(SidecarJob.notFound("j").status == 500 && SidecarJob.notFound("j").code == "DAPR_SCHEDULER_GET_JOB")
        #expect(SidecarJob.notFound("j").message.contains("job not found"))
        #expect(SidecarJob.unreachable("SCHEDULE_JOB").status == 504)
    }
}
