internal import CivilTime
internal import TodoDomain
public import TodoPorts

/// What every `WebhookStore` promises.
public struct WebhookStoreContract: Sendable {
    /// The store under test.
    public let store: any WebhookStore
    /// Erases a user; nil where users are not erased.
    public let users: (any UserRegistry)?

    /// A suite over that store.
    public init(store: any WebhookStore, users: (any UserRegistry)? = nil) {
        self.store = store
        self.users = users
    }

    /// Every promise.
    public static let cases: [ContractCase<WebhookStoreContract>] = [
        .init("webhooks are found as they were made, by their own user only") { try await $0.findsWebhooks() },
        .init("no user has more webhooks than allowed, however many are made at once") { try await $0.bounds() },
        .init("settings and secrets change, and switching on begins anew") { try await $0.changes() },
        .init("an event is put down once for each webhook that wants it") { try await $0.enqueues() },
        .init("events beyond the limit of pending ones are counted as missed") { try await $0.misses() },
        .init("what is claimed is left alone until its lease ends, however many claim") { try await $0.leases() },
        .init("no webhook has more under way than allowed, and none is claimed while paused") {
            try await $0.sharesOut()
        },
        .init("attempts are recorded once, and switch off") { try await $0.records() },
        .init("an attempt that ends late does not hide why a webhook was switched off") { try await $0.endsLate() },
        .init("a failure that began before a success leaves no trace of what was before") { try await $0.overlaps() },
        .init("of finished deliveries the last hundred stay") { try await $0.prunes() },
        .init("a test comes first, one at a time, also while the webhook is off") { try await $0.tests() },
        .init("removing a webhook, or its user, takes all of it") { try await $0.removes() },
    ]
}

extension WebhookStoreContract {
    private static let noon = ContractTasks.noon

    private func webhook(
        _ id: String, of user: String, types: [TaskEvent.EventType]? = nil, isActive: Bool = true, second: Int64 = 0
    ) -> Webhook {
        Webhook(
            id: id, userID: UserID(user),
            settings: WebhookSettings(
                url: "https://\(id).example.com/?a='b'", eventTypes: types, description: "für '\(id)'",
                isActive: isActive),
            secret: "whsec_\(id)", createdAt: Self.noon + .seconds(second))
    }

    private func event(_ sequence: Int64, of user: String, _ type: TaskEvent.EventType = .created) -> WebhookEvent {
        WebhookEvent(
            id: "\(user)-\(sequence)", userID: UserID(user), eventType: type, sequence: sequence,
            body: Array("{\"n\":\(sequence)}\0".utf8))
    }

    private func claim(_ second: Int64, limit: Int = 10, perWebhook: Int = 10) async throws -> [ClaimedDelivery] {
        try await store.claim(
            WebhookClaim(
                now: Self.noon + .seconds(second), leaseUntil: Self.noon + .seconds(second + 60), limit: limit,
                mostPerWebhook: perWebhook))
    }

    private func attempt(
        _ claimed: ClaimedDelivery, _ state: WebhookDelivery.State, second: Int64, health: WebhookHealth? = nil
    ) -> WebhookAttempt {
        let isGood = state == .delivered
        return WebhookAttempt(
            deliveryID: claimed.delivery.id, webhookID: claimed.webhook.id, attemptsBefore: claimed.delivery.attempts,
            outcome: .init(
                at: Self.noon + .seconds(second), status: isGood ? 204 : nil, error: isGood ? nil : "kein Anschluß"),
            state: state, nextAttemptAt: Self.noon + .seconds(second + 5), health: health)
    }

    func findsWebhooks() async throws {
        var (late, early) = (webhook("f-1", of: "find", second: 5), webhook("f-2", of: "find", types: [.completed]))
        late.formerSecret = .init(secret: "whsec_old", until: Self.noon)
        late.health = WebhookHealth(
            failures: 3, failingSince: Self.noon, pausedUntil: Self.noon + .seconds(1), lastSuccessAt: Self.noon,
            switchedOffBecause: "weg")
        early.missedEvents = 7
        for webhook in [late, early] { try await store.create(webhook, mostPerUser: 10) }
        let list = try await store.webhooks(of: UserID("find"))
        try require(Set(list) == [early, late], "listed \(list)")
        try require(try await store.webhook("f-1", of: UserID("find")) == late, "one is not as it was made")
        try require(try await store.webhook("f-1", of: UserID("other")) == nil, "another user sees it")
        try require(try await store.webhooks(of: UserID("other")).isEmpty, "another user has some")
    }

    func bounds() async throws {
        let made = Recorder<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                let webhook = webhook("b-\(number)", of: "bound")
                group.addTask { [store] in
                    do {
                        try await store.create(webhook, mostPerUser: 3)
                        made.record(webhook.id)
                    } catch AccountStoreError.tooMany {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        try require(made.elements.count == 3, "made \(made.elements)")
        try require(try await store.webhooks(of: UserID("bound")).count == 3, "another number is stored")
    }

    func changes() async throws {
        let user = UserID("change")
        var webhook = webhook("c-1", of: "change", isActive: false)
        webhook.health = WebhookHealth(
            failures: 9, failingSince: Self.noon, pausedUntil: Self.noon, lastSuccessAt: Self.noon,
            switchedOffBecause: "410")
        try await store.create(webhook, mostPerUser: 10)
        var settings = WebhookSettings(url: "https://new.example.com/", eventTypes: [.deleted], isActive: false)
        let off = try await store.setSettings(settings, of: "c-1", of: user)
        try require(off?.settings == settings && off?.health == webhook.health, "it became \(String(describing: off))")
        settings.isActive = true
        let on = try await store.setSettings(settings, of: "c-1", of: user)
        try require(
            on?.settings == settings && on?.health == WebhookHealth(lastSuccessAt: Self.noon),
            "it became \(String(describing: on))")
        try require(try await store.setSettings(settings, of: "c-1", of: UserID("other")) == nil, "another changed it")
        let rotated = try await store.rotateSecret(of: "c-1", of: user, to: "whsec_new", formerUntil: Self.noon)
        try require(
            rotated?.secret == "whsec_new" && rotated?.formerSecret == .init(secret: "whsec_c-1", until: Self.noon),
            "rotated to \(String(describing: rotated))")
        let foreign = try await store.rotateSecret(of: "c-1", of: UserID("x"), to: "y", formerUntil: Self.noon)
        try require(foreign == nil, "another user rotated it")
    }

    func enqueues() async throws {
        try await store.create(webhook("e-all", of: "enqueue"), mostPerUser: 10)
        try await store.create(webhook("e-done", of: "enqueue", types: [.updated, .completed]), mostPerUser: 10)
        try await store.create(webhook("e-off", of: "enqueue", isActive: false), mostPerUser: 10)
        try await store.create(webhook("e-other", of: "enqueue2"), mostPerUser: 10)
        let created = try await store.enqueue(event(1, of: "enqueue"), mostPending: 10, at: Self.noon)
        let completed = try await store.enqueue(event(2, of: "enqueue", .completed), mostPending: 10, at: Self.noon)
        let again = try await store.enqueue(event(2, of: "enqueue", .completed), mostPending: 10, at: Self.noon)
        let older = try await store.enqueue(event(1, of: "enqueue"), mostPending: 10, at: Self.noon)
        try require([created, completed, again, older] == [1, 2, 0, 0], "\([created, completed, again, older])")
        let claimed = try await claim(0).filter { $0.webhook.userID == UserID("enqueue") }
        let names = claimed.map { "\($0.webhook.id) \($0.delivery.id) \($0.delivery.type)" }.sorted()
        try require(
            names == [
                "e-all enqueue-1 task.created", "e-all enqueue-2 task.completed", "e-done enqueue-2 task.completed",
            ], "put down are \(names)")
        try require(claimed.allSatisfy { $0.delivery.body.last == 0 }, "a body is not as it was")
        try require(try await claim(1).allSatisfy { $0.webhook.id != "e-other" }, "another user's webhook got some")
    }

    func misses() async throws {
        try await store.create(webhook("m", of: "miss"), mostPerUser: 10)
        for sequence in 1...4 as ClosedRange<Int64> {
            _ = try await store.enqueue(event(sequence, of: "miss"), mostPending: 2, at: Self.noon)
        }
        let list = try await store.deliveries(of: "m", of: UserID("miss"), limit: 10)
        try require(list.map(\.id) == ["miss-2", "miss-1"], "put down are \(list.map(\.id))")
        try require(try await store.webhook("m", of: UserID("miss"))?.missedEvents == 2, "not two are missed")
    }

    func leases() async throws {
        try await store.create(webhook("l", of: "lease"), mostPerUser: 10)
        for sequence in 1...6 as ClosedRange<Int64> {
            _ = try await store.enqueue(event(sequence, of: "lease"), mostPending: 10, at: Self.noon)
        }
        try require(try await claim(-1).isEmpty, "something is due before its time")
        let taken = Recorder<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for claimed in try await self.claim(0, limit: 2) { taken.record(claimed.delivery.id) }
                }
            }
            try await group.waitForAll()
        }
        let rest = try await claim(1).map(\.delivery.id)
        let all = (taken.elements + rest).sorted()
        try require(all == (1...6).map { "lease-\($0)" }, "claimed were \(all)")
        try require(try await claim(59).isEmpty, "a lease does not hold")
        try require(try await claim(61).count == 6, "a lease does not end")
    }

    func sharesOut() async throws {
        for user in ["share1", "share2"] {
            try await store.create(webhook(user, of: user), mostPerUser: 10)
            for sequence in 1...5 as ClosedRange<Int64> {
                _ = try await store.enqueue(event(sequence, of: user), mostPending: 10, at: Self.noon)
            }
        }
        let first = try await claim(0, perWebhook: 2)
        try require(
            first.map(\.webhook.id).sorted() == ["share1", "share1", "share2", "share2"],
            "claimed for \(first.map(\.webhook.id))")
        try require(try await claim(1, perWebhook: 2).isEmpty, "more than two are under way")
        let done = first.first { $0.webhook.id == "share1" }
        let other = first.first { $0.webhook.id == "share2" }
        guard let done, let other else { throw ContractViolation("nothing was claimed") }
        try await store.record(attempt(done, .delivered, second: 1, health: WebhookHealth(lastSuccessAt: Self.noon)))
        let paused = WebhookHealth(failures: 5, failingSince: Self.noon, pausedUntil: Self.noon + .seconds(50))
        try await store.record(attempt(other, .pending, second: 1, health: paused))
        let next = try await claim(10, perWebhook: 2)
        try require(next.map(\.webhook.id) == ["share1"], "claimed for \(next.map(\.webhook.id))")
        let later = try await claim(51, perWebhook: 2)
        try require(later.map(\.webhook.id) == ["share2"], "claimed for \(later.map(\.webhook.id))")
    }

    func records() async throws {
        let user = UserID("record")
        try await store.create(webhook("r", of: "record"), mostPerUser: 10)
        _ = try await store.enqueue(event(1, of: "record"), mostPending: 10, at: Self.noon)
        guard let first = try await claim(0).first else { throw ContractViolation("nothing was claimed") }
        let health = WebhookHealth(failures: 1, failingSince: Self.noon + .seconds(1))
        try await store.record(attempt(first, .pending, second: 1, health: health))
        try await store.record(attempt(first, .delivered, second: 2, health: WebhookHealth()))
        var list = try await store.deliveries(of: "r", of: user, limit: 10)
        try require(list.first?.attempts == 1 && list.first?.state == .pending, "a late attempt counted: \(list)")
        try require(list.first?.lastAttempt?.error == "kein Anschluß", "the error is \(list)")
        try require(try await store.webhook("r", of: user)?.health == health, "the health is another")
        try require(try await claim(5).isEmpty, "it comes again before its time")
        guard let second = try await claim(6).first else { throw ContractViolation("it does not come again") }
        let gone = WebhookHealth(failures: 2, failingSince: Self.noon, switchedOffBecause: "410 Gone")
        try await store.record(attempt(second, .pending, second: 7, health: gone))
        let webhook = try await store.webhook("r", of: user)
        try require(webhook?.settings.isActive == false && webhook?.health == gone, "\(String(describing: webhook))")
        try require(try await claim(100).isEmpty, "what is off is tried")
        list = try await store.deliveries(of: "r", of: UserID("other"), limit: 10)
        try require(list.isEmpty, "another user sees \(list)")
    }

    func endsLate() async throws {
        try await store.create(webhook("late", of: "late"), mostPerUser: 10)
        for sequence in 1...2 as ClosedRange<Int64> {
            _ = try await store.enqueue(event(sequence, of: "late"), mostPending: 10, at: Self.noon)
        }
        let claimed = try await claim(0)
        try require(claimed.count == 2, "claimed \(claimed.count)")
        let gone = WebhookHealth(failures: 1, failingSince: Self.noon, switchedOffBecause: "410 Gone")
        try await store.record(attempt(claimed[0], .pending, second: 1, health: gone))
        let good = WebhookHealth(lastSuccessAt: Self.noon + .seconds(2))
        try await store.record(attempt(claimed[1], .delivered, second: 2, health: good))
        let webhook = try await store.webhook("late", of: UserID("late"))
        try require(webhook?.settings.isActive == false && webhook?.health == gone, "\(String(describing: webhook))")
        let states = try await store.deliveries(of: "late", of: UserID("late"), limit: 5).map(\.state)
        try require(states == [.delivered, .pending], "the deliveries are \(states)")
    }

    func overlaps() async throws {
        let user = UserID("overlap")
        var webhook = webhook("o", of: "overlap")
        webhook.health = WebhookHealth(failures: 3, failingSince: Self.noon)
        try await store.create(webhook, mostPerUser: 10)
        for sequence in 1...3 as ClosedRange<Int64> {
            _ = try await store.enqueue(event(sequence, of: "overlap"), mostPending: 10, at: Self.noon)
        }
        let claimed = try await claim(0)
        let good = WebhookHealth(lastSuccessAt: Self.noon + .seconds(1))
        try await store.record(attempt(claimed[0], .delivered, second: 1, health: good))
        let bad = WebhookHealth(failures: 4, failingSince: Self.noon, switchedOffBecause: "five days")
        try await store.record(attempt(claimed[1], .pending, second: 2, health: bad))
        let kept = try await store.webhook("o", of: user)
        try require(kept?.health == good && kept?.settings.isActive == true, "\(String(describing: kept))")
        var gone = attempt(claimed[2], .pending, second: 3, health: bad)
        gone.outcome.status = 410
        try await store.record(gone)
        try require(try await store.webhook("o", of: user)?.health == bad, "what is gone is not switched off")
    }

    func prunes() async throws {
        try await store.create(webhook("p", of: "prune"), mostPerUser: 10)
        for sequence in 1...103 as ClosedRange<Int64> {
            _ = try await store.enqueue(event(sequence, of: "prune"), mostPending: 10, at: Self.noon)
            guard let claimed = try await claim(0).first else { throw ContractViolation("nothing was claimed") }
            try await store.record(attempt(claimed, .delivered, second: 1))
        }
        let list = try await store.deliveries(of: "p", of: UserID("prune"), limit: 1_000)
        try require(list.count == 100 && list.first?.id == "prune-103", "\(list.count) from \(list.map(\.id))")
        let few = try await store.deliveries(of: "p", of: UserID("prune"), limit: 2)
        try require(few.map(\.id) == ["prune-103", "prune-102"], "the last are \(few.map(\.id))")
    }

    func tests() async throws {
        let user = UserID("test")
        try await store.create(webhook("t", of: "test"), mostPerUser: 10)
        _ = try await store.enqueue(event(1, of: "test"), mostPending: 10, at: Self.noon)
        let off = WebhookSettings(url: "https://t.example.com/", isActive: false)
        _ = try await store.setSettings(off, of: "t", of: user)
        let test = WebhookDelivery(
            id: "trial-1", webhookID: "t", userID: user, type: "webhook.test", body: [1], isTest: true,
            createdAt: Self.noon)
        try require(try await store.enqueueTest(test), "the test was not put down")
        var second = test
        second.id = "trial-2"
        try require(try await !store.enqueueTest(second), "a second test was put down")
        second.userID = UserID("other")
        try require(try await !store.enqueueTest(second), "another user's test was put down")
        let claimed = try await claim(0)
        try require(claimed.map(\.delivery) == [test], "claimed \(claimed.map(\.delivery.id))")
        try await store.record(attempt(claimed[0], .failed, second: 1))
        second.userID = user
        try require(try await store.enqueueTest(second), "no further test was put down")
        try require(try await store.webhook("t", of: user)?.health == WebhookHealth(), "the test changed the health")
    }

    func removes() async throws {
        for id in ["x-1", "x-2"] { try await store.create(webhook(id, of: "remove"), mostPerUser: 10) }
        _ = try await store.enqueue(event(1, of: "remove"), mostPending: 10, at: Self.noon)
        let user = UserID("remove")
        try require(try await !store.remove("x-1", of: UserID("other")), "another user removed it")
        try require(try await store.remove("x-1", of: user), "it is not removed")
        try require(try await !store.remove("x-1", of: user), "it is removed twice")
        try require(try await store.deliveries(of: "x-1", of: user, limit: 9).isEmpty, "deliveries are left")
        guard let users else { return }
        _ = try await users.erase(user, at: Self.noon)
        try require(try await store.webhooks(of: user).isEmpty, "a webhook of an erased user is left")
        try require(try await store.deliveries(of: "x-2", of: user, limit: 9).isEmpty, "deliveries are left")
        try require(try await claim(0).isEmpty, "something of an erased user is claimed")
        _ = try await requireError(AccountStoreError.self, "a webhook of an erased user") {
            try await store.create(webhook("x-3", of: "remove"), mostPerUser: 10)
        }
    }
}
