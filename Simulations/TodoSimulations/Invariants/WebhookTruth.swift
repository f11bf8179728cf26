internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Every receiver has what its webhook wants, and nothing else.
final class WebhookTruth: Invariant {
    static let name: InvariantName = .webhookTruth
    static let promise =
        "Each event that a webhook wants reaches its receiver at least once; no other event does, nor another user's."

    private struct Published {
        let userID: UserID
        let type: TaskEvent.EventType
    }

    private struct Body: Decodable {
        struct Event: Decodable {
            enum CodingKeys: String, CodingKey { case userID = "user_id" }
            var userID: UserID
        }
        var type: String
        var sequence: Int64
        var data: Event
    }

    private var published: [String: Published] = [:]
    /// Identities of events that a receiver took, by its URL.
    private var taken: [String: Set<String>] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .published(.taskEvent(let event)) where !system.webhooksByURL.isEmpty:
            published[event.id] = Published(userID: event.data.userID, type: event.data.eventType)
        case .webhookTaken(let message): try check(message, in: system, &checks)
        default: break
        }
    }

    private func check(
        _ message: WebhookMessage, in system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let webhook = try checks.unwrap(
            system.webhooksByURL[message.url], "a message went to \(message.url), which is nobody's webhook")
        let event = try checks.unwrap(
            published[message.id], "\(message.url) took \(message.id), which is no event")
        try checks.require(
            event.userID == webhook.userID,
            "the webhook of \(webhook.userID) took event \(message.id) of \(event.userID)")
        try checks.require(
            webhook.wants(event.type), "\(message.url) took \(message.id), which it does not want")
        let body = try checks.unwrap(
            try? JSONCodec.decode(Body.self, from: message.body), "\(message.url) took what it cannot read")
        try checks.require(
            body.data.userID == webhook.userID && body.type == "task.\(event.type.rawValue)",
            "the message \(message.id) for \(webhook.userID) tells of \(body.type) of \(body.data.userID)")
        taken[message.url, default: []].insert(message.id)
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for (url, webhook) in system.webhooksByURL.sorted(by: { $0.key < $1.key }) {
            let wanted = published.filter { $0.value.userID == webhook.userID && webhook.wants($0.value.type) }.keys
            let missing = Set(wanted).subtracting(taken[url] ?? []).min()
            try checks.require(
                missing == nil, "\(url) never got event \(missing ?? ""), which its webhook wants")
        }
    }
}
