import CivilTime
import SidecarRules
import Testing

@Suite("Sidecar rules: deliveries")
struct SidecarDeliveryTests {
    private func verdict(_ status: Int, _ body: String = "") -> String {
        switch SidecarDelivery.verdict(on: SidecarResponse(status, body: Array(body.utf8))) {
        case .acknowledged: "acknowledged"
        case .retry: "retry"
        case .dropped: "dropped"
        }
    }

    @Test(
        "2xx is success unless its status says otherwise",
        arguments: [
            "", "{}", "not JSON", "RETRY", "[]", "42", "{\"status\":\"SUCCESS\"}", "{\"status\":\"\"}",
            "{\"other\":\"RETRY\"}",
        ])
    func successes(body: String) {
        #expect(verdict(200, body) == "acknowledged")
        #expect(verdict(204, body) == "acknowledged")
        #expect(verdict(500, body) == "retry")
    }

    @Test(
        "a status is one of three words in capitals; any other means retry",
        arguments: [
            ("RETRY", "retry"), ("DROP", "dropped"), ("success", "retry"), ("error", "retry"), ("ok", "retry"),
            ("Drop", "retry"), ("SUCCESS ", "retry"),
        ])
    func statuses(status: String, expected: String) {
        #expect(verdict(200, "{\"status\":\"\(status)\"}") == expected)
    }

    @Test("404 drops; any other status and no answer are retried")
    func failures() {
        #expect(verdict(404) == "dropped")
        #expect(verdict(404, "{\"status\":\"SUCCESS\"}") == "dropped")
        for status in [301, 307, 400, 401, 403, 429, 500, 503] { #expect(verdict(status) == "retry") }
        #expect(SidecarDelivery.verdict(on: nil) == .retry(reason: "the application did not answer"))
    }

    @Test("with a dead-letter topic and no inbound policy the first failure goes there")
    func firstFailureIsBuried() {
        let rules = SidecarDelivery(hasDeadLetterTopic: true)
        let step = rules.step(after: .retry(reason: "busy"), failures: 1, elapsed: .zero)
        #expect(step == .deadLetter(reason: "busy"))
        #expect(rules.step(after: .acknowledged, failures: 0, elapsed: .zero) == .acknowledge)
    }

    @Test("without a dead-letter topic the component delivers again every five seconds for ever, or as configured")
    func blocksItsPartition() {
        let rules = SidecarDelivery(hasDeadLetterTopic: false)
        for failures in [1, 10, 100_000] {
            let step = rules.step(after: .retry(reason: "busy"), failures: failures, elapsed: .seconds(failures * 5))
            #expect(step == .redeliver(after: .seconds(5), reason: "busy"))
        }
        let quicker = SidecarDelivery(hasDeadLetterTopic: false, componentPause: .seconds(1))
        #expect(
            quicker.step(after: .retry(reason: "busy"), failures: 1, elapsed: .zero)
                == .redeliver(after: .seconds(1), reason: "busy"))
    }

    @Test("an inbound policy of four retries makes five deliveries, then comes the dead letter or the component's turn")
    func policyComesFirst() {
        let policy = SidecarRetryPolicy.constant(.seconds(2), maximumRetries: 4)
        let buried = SidecarDelivery(hasDeadLetterTopic: true, inbound: policy)
        for failures in 1...4 {
            let step = buried.step(after: .retry(reason: "busy"), failures: failures, elapsed: .zero)
            #expect(step == .again(after: .seconds(2) ... .seconds(2)))
        }
        #expect(buried.step(after: .retry(reason: "x"), failures: 5, elapsed: .zero) == .deadLetter(reason: "x"))
        let blocked = SidecarDelivery(hasDeadLetterTopic: false, inbound: policy)
        #expect(
            blocked.step(after: .retry(reason: "x"), failures: 5, elapsed: .zero)
                == .redeliver(after: .seconds(5), reason: "x"))
    }

    @Test(
        "a dropped event is a dead letter where there is such a topic, and is acknowledged otherwise, without retries")
    func drops() {
        let policy = SidecarRetryPolicy.constant(.seconds(2), maximumRetries: nil)
        let dropped = SidecarDelivery.Verdict.dropped(reason: "bad")
        let buried = SidecarDelivery(hasDeadLetterTopic: true, inbound: policy)
        #expect(buried.step(after: dropped, failures: 1, elapsed: .zero) == .deadLetter(reason: "bad"))
        let acknowledged = SidecarDelivery(hasDeadLetterTopic: false, inbound: policy)
        #expect(acknowledged.step(after: dropped, failures: 1, elapsed: .zero) == .acknowledge)
    }

    @Test("exponential pauses grow by half from half a second, spread by half, and end after fifteen minutes")
    func exponentialPolicy() {
        let policy = SidecarRetryPolicy.exponential(longest: .seconds(10), maximumRetries: nil)
        #expect(policy.pause(afterFailure: 1, elapsed: .zero) == .milliseconds(250) ... .milliseconds(750))
        #expect(policy.pause(afterFailure: 2, elapsed: .zero) == .milliseconds(375) ... .milliseconds(1_125))
        #expect(policy.pause(afterFailure: 50, elapsed: .seconds(899)) == .seconds(5) ... .seconds(15))
        #expect(policy.pause(afterFailure: 2, elapsed: .seconds(900)) == nil)
        let counted = SidecarRetryPolicy.exponential(longest: .seconds(10), maximumRetries: 2)
        #expect(counted.pause(afterFailure: 2, elapsed: .zero) != nil)
        #expect(counted.pause(afterFailure: 3, elapsed: .zero) == nil)
    }

    @Test("an event that is no JSON fails, an expired one is given up, and neither reaches the application")
    func storedEvents() {
        let now = Timestamp.epoch + .seconds(100)
        func verdict(_ text: String) -> SidecarDelivery.Verdict? {
            SidecarDelivery.verdict(onStored: SidecarJSON(Array(text.utf8)), now: now)
        }
        #expect(verdict("no JSON") == .retry(reason: "the event is no JSON object"))
        #expect(verdict("{\"id\":\"1\"}") == nil)
        #expect(verdict("{\"expiration\":\"1970-01-01T00:02:00Z\"}") == nil)
        guard case .dropped = verdict("{\"expiration\":\"1970-01-01T00:01:00Z\"}") else {
            Issue.record("an expired event was not given up")
            return
        }
    }
}
