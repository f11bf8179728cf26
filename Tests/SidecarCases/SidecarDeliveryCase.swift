public import SidecarRules

/// What a sidecar does with an event after the application's answers, for every implementation.
///
/// Two events of one key are published. The first is answered in turn as the case says and with success from then on,
/// the second with success.
public struct SidecarDeliveryCase: Sendable, CustomStringConvertible {
    /// What holds, in a sentence.
    public let description: String
    /// Answers to the first deliveries of the first event.
    public let answers: [SidecarResponse]
    /// True when the subscription has a dead-letter topic, and no policy retries.
    public let hasDeadLetters: Bool
    /// How often the first event must come; the second comes once, after that.
    public let deliveries: Int
    /// True when the first event must become a dead letter.
    public let isBuried: Bool

    private init(
        _ description: String, _ answers: [SidecarResponse], deadLetters: Bool = false, deliveries: Int,
        isBuried: Bool = false
    ) {
        self.description = description
        self.answers = answers
        hasDeadLetters = deadLetters
        self.deliveries = deliveries
        self.isBuried = isBuried
    }

    private static func answer(_ status: Int, _ body: String = "") -> SidecarResponse {
        SidecarResponse(status, headers: ["content-type": "application/json"], body: Array(body.utf8))
    }

    /// All cases.
    public static let all: [SidecarDeliveryCase] = settled + retried + buried

    private static let settled: [SidecarDeliveryCase] = [
        .init("204 is success", [answer(204)], deliveries: 1),
        .init("200 without a body is success", [answer(200)], deliveries: 1),
        .init("200 with {} is success", [answer(200, "{}")], deliveries: 1),
        .init("200 with SUCCESS is success", [answer(200, #"{"status":"SUCCESS"}"#)], deliveries: 1),
        .init("200 with an empty status is success", [answer(200, #"{"status":""}"#)], deliveries: 1),
        .init("200 with no JSON is success", [answer(200, "RETRY")], deliveries: 1),
        .init("200 with DROP drops", [answer(200, #"{"status":"DROP"}"#)], deliveries: 1),
        .init("404 drops", [answer(404)], deliveries: 1),
    ]

    private static let retried: [SidecarDeliveryCase] = [
        .init("200 with RETRY brings it again", [answer(200, #"{"status":"RETRY"}"#)], deliveries: 2),
        .init("an unknown status brings it again", [answer(200, #"{"status":"ok"}"#)], deliveries: 2),
        .init("a status in small letters brings it again", [answer(200, #"{"status":"success"}"#)], deliveries: 2),
        .init("500 brings it again", [answer(500)], deliveries: 2),
        .init("a redirect brings it again", [answer(302)], deliveries: 2),
        .init("429 brings it again", [answer(429)], deliveries: 2),
        .init(
            "it comes as often as it fails, and the next of its key waits", [answer(500), answer(503), answer(500)],
            deliveries: 4),
    ]

    private static let buried: [SidecarDeliveryCase] = [
        .init(
            "with dead letters the first failure is one", [answer(503)], deadLetters: true, deliveries: 1,
            isBuried: true),
        .init(
            "with dead letters a retry is one", [answer(200, #"{"status":"RETRY"}"#)], deadLetters: true,
            deliveries: 1, isBuried: true),
        .init(
            "with dead letters what is dropped is one", [answer(200, #"{"status":"DROP"}"#)], deadLetters: true,
            deliveries: 1, isBuried: true),
        .init("with dead letters a 404 is one", [answer(404)], deadLetters: true, deliveries: 1, isBuried: true),
        .init("with dead letters a success is none", [answer(204)], deadLetters: true, deliveries: 1),
    ]
}
