public import CivilTime
public import TodoDomain

/// The tables of a store of webhooks, with what the port asks of them.
public struct MemoryWebhookTables: Sendable {
    private struct Row: Sendable {
        var webhook: Webhook
        /// Place of the last event that was seen, in the user's sequence.
        var lastSequence: Int64 = 0
        var queue: [Queued] = []
    }

    private struct Queued: Sendable {
        var delivery: WebhookDelivery
        var leasedUntil: Timestamp = .epoch

        var isPending: Bool { delivery.state == .pending }
    }

    /// In the order in which they were made.
    private var rows: [Row] = []

    /// Every delivery of every webhook, in the order in which they were put down.
    public var allDeliveries: [WebhookDelivery] { rows.flatMap { $0.queue.map(\.delivery) } }

    private func index(_ id: String, _ userID: UserID) -> Int? {
        rows.firstIndex { $0.webhook.id == id && $0.webhook.userID == userID }
    }

    /// See `WebhookStore`.
    public mutating func create(_ webhook: Webhook, mostPerUser: Int) throws(AccountStoreError) {
        guard webhooks(of: webhook.userID).count < mostPerUser else { throw .tooMany }
        rows.append(Row(webhook: webhook))
    }

    /// See `WebhookStore`.
    public func webhooks(of userID: UserID) -> [Webhook] {
        rows.map(\.webhook).filter { $0.userID == userID }
    }

    /// See `WebhookStore`.
    public func webhook(_ id: String, of userID: UserID) -> Webhook? {
        index(id, userID).map { rows[$0].webhook }
    }

    /// See `WebhookStore`.
    public mutating func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) -> Webhook? {
        guard let index = index(id, userID) else { return nil }
        if settings.isActive, !rows[index].webhook.settings.isActive { rows[index].webhook.health.beginAnew() }
        rows[index].webhook.settings = settings
        return rows[index].webhook
    }

    /// See `WebhookStore`.
    public mutating func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) -> Webhook? {
        guard let index = index(id, userID) else { return nil }
        rows[index].webhook.formerSecret = .init(secret: rows[index].webhook.secret, until: formerUntil)
        rows[index].webhook.secret = secret
        return rows[index].webhook
    }

    /// See `WebhookStore`.
    public mutating func remove(_ id: String, of userID: UserID) -> Bool {
        guard let index = index(id, userID) else { return false }
        rows.remove(at: index)
        return true
    }

    /// See `WebhookStore`.
    public mutating func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) -> Int {
        var count = 0
        for index in rows.indices {
            let webhook = rows[index].webhook
            guard webhook.userID == event.userID, webhook.wants(event.eventType),
                event.sequence > rows[index].lastSequence
            else { continue }
            rows[index].lastSequence = event.sequence
            guard rows[index].queue.count(where: \.isPending) < mostPending else {
                rows[index].webhook.missedEvents += 1
                continue
            }
            rows[index].queue.append(Queued(delivery: event.delivery(to: webhook.id, at: instant)))
            count += 1
        }
        return count
    }

    /// See `WebhookStore`.
    public mutating func enqueueTest(_ delivery: WebhookDelivery) -> Bool {
        guard let index = index(delivery.webhookID, delivery.userID),
            !rows[index].queue.contains(where: { $0.delivery.isTest && $0.isPending })
        else { return false }
        rows[index].queue.append(Queued(delivery: delivery))
        return true
    }

    /// See `WebhookStore`.
    public mutating func claim(_ claim: WebhookClaim) -> [ClaimedDelivery] {
        var due: [(row: Int, place: Int, delivery: WebhookDelivery)] = []
        for (number, row) in rows.enumerated() {
            let isOpen = row.webhook.settings.isActive && row.webhook.health.pausedUntil <= claim.now
            let underWay = row.queue.count { $0.isPending && $0.leasedUntil > claim.now }
            let ready = row.queue.indices.filter { place in
                let queued = row.queue[place]
                return queued.isPending && queued.leasedUntil <= claim.now
                    && queued.delivery.nextAttemptAt <= claim.now && (isOpen || queued.delivery.isTest)
            }.map { (row: number, place: $0, delivery: row.queue[$0].delivery) }
            due += ready.sorted { MemoryWebhookTables.isBefore($0.delivery, $1.delivery) }
                .prefix(max(0, claim.mostPerWebhook - underWay))
        }
        due.sort { MemoryWebhookTables.isBefore($0.delivery, $1.delivery) }
        return due.prefix(claim.limit).map { row, place, delivery in
            rows[row].queue[place].leasedUntil = claim.leaseUntil
            return ClaimedDelivery(delivery: delivery, webhook: rows[row].webhook)
        }
    }

    private static func isBefore(_ first: WebhookDelivery, _ second: WebhookDelivery) -> Bool {
        if first.isTest != second.isTest { return first.isTest }
        return first.nextAttemptAt < second.nextAttemptAt
    }

    /// See `WebhookStore`.
    public mutating func record(_ attempt: WebhookAttempt, mostFinished: Int) {
        guard let index = rows.firstIndex(where: { $0.webhook.id == attempt.webhookID }),
            let place = rows[index].queue.firstIndex(where: { $0.delivery.id == attempt.deliveryID })
        else { return }
        let queued = rows[index].queue[place]
        guard queued.isPending, queued.delivery.attempts == attempt.attemptsBefore else { return }
        rows[index].queue[place].leasedUntil = .epoch
        rows[index].queue[place].delivery.attempts += 1
        rows[index].queue[place].delivery.state = attempt.state
        rows[index].queue[place].delivery.nextAttemptAt = attempt.nextAttemptAt
        rows[index].queue[place].delivery.lastAttempt = attempt.outcome
        let webhook = rows[index].webhook
        if let health = attempt.health, webhook.settings.isActive,
            attempt.isConclusive || webhook.health.lastSuccessAt == health.lastSuccessAt
        {
            rows[index].webhook.health = health
            if health.switchedOffBecause != nil { rows[index].webhook.settings.isActive = false }
        }
        let superfluous = rows[index].queue.count { !$0.isPending } - mostFinished
        for _ in 0..<max(0, superfluous) {
            if let oldest = rows[index].queue.firstIndex(where: { !$0.isPending }) {
                rows[index].queue.remove(at: oldest)
            }
        }
    }

    /// See `WebhookStore`.
    public func deliveries(of webhookID: String, of userID: UserID, limit: Int) -> [WebhookDelivery] {
        guard let index = index(webhookID, userID) else { return [] }
        return rows[index].queue.reversed().prefix(limit).map(\.delivery)
    }
}

extension WebhookHealth {
    /// Forgets what went wrong.
    public mutating func beginAnew() {
        failures = 0
        failingSince = nil
        pausedUntil = .epoch
        switchedOffBecause = nil
    }
}
