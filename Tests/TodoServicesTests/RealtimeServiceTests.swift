import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Realtime service")
struct RealtimeServiceTests {
    private let bench = TaskBench()
    private let invoker = ScriptedInvoker()
    private let realtime: RealtimeService

    init() async throws {
        realtime = RealtimeService(
            lane: TestLane(), replica: "one", invoker: invoker, clock: bench.clock,
            settings: .init(pageSize: 2, mostAttempts: 3))
        try await bench.service.serveMethods(on: invoker)
    }

    private func change(_ count: Int, of userID: UserID = TaskBench.sara) async throws {
        for _ in 0..<count { try await bench.create(#"{"title": "a"}"#, bench.context(userID)) }
    }

    /// Hands the updates of those sequences over as the bus would.
    private func deliver(_ sequences: ClosedRange<Int64>, of userID: UserID = TaskBench.sara) async {
        for event in bench.outbox.taskUpdates where event.data.userID == userID && sequences.contains(event.sequence) {
            #expect(await realtime.handle(Delivery(event: event, attempt: 1)) == .success)
        }
        await realtime.catchUp()
    }

    private func position(_ sequence: Int64, epoch: String = "epoch-1") -> StreamPosition {
        StreamPosition(epoch: epoch, sequence: sequence)
    }

    @Test("a client without a position goes on from now")
    func fromNow() async throws {
        try await change(3)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        #expect(client.words == ["ready 3", "caught_up 3"])
        try await change(1)
        await deliver(4...4)
        #expect(client.words == ["ready 3", "caught_up 3", "event 4"])
    }

    @Test("a client that comes back gets every change that it missed, in order, over several pages")
    func resume() async throws {
        try await change(7)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: position(2))
        #expect(
            client.words == ["ready 2", "event 3", "event 4", "event 5", "event 6", "event 7", "caught_up 7"])
        await deliver(1...7)
        #expect(client.words.last == "caught_up 7", "what was replayed is not sent again")
    }

    @Test("a client that has everything, or a user with nothing, is caught up at once")
    func upToDate() async throws {
        try await change(2)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: position(2))
        #expect(client.words == ["ready 2", "caught_up 2"])
        let other = FakeConnection(2)
        await realtime.connect(other, of: UserID("omar"), from: position(0))
        #expect(other.words == ["ready 0", "caught_up 0"])
    }

    @Test(
        "a position of another history, ahead of it, or impossible, must be fetched anew",
        arguments: [
            StreamPosition(epoch: "epoch-0", sequence: 2), StreamPosition(epoch: "epoch-0", sequence: 900),
            StreamPosition(epoch: "epoch-1", sequence: 5), StreamPosition(epoch: "epoch-1", sequence: .max),
            StreamPosition(epoch: "epoch-1", sequence: -1), StreamPosition(epoch: "epoch-1", sequence: .min),
        ])
    func refetch(claimed: StreamPosition) async throws {
        try await change(4)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: claimed)
        #expect(client.words == ["ready 4", "must_refetch 4", "caught_up 4"])
        try await change(1)
        await deliver(1...5)
        #expect(client.words.dropFirst(3) == ["event 5"])
    }

    @Test("changes that are no longer kept must be fetched anew; those that are kept are replayed")
    func pruned() async throws {
        try await change(6)
        try await bench.store.prune(TaskRetention(idempotencyRecordsSince: .epoch, updatesPerUser: 3))
        let late = FakeConnection(1)
        await realtime.connect(late, of: TaskBench.sara, from: position(2))
        #expect(late.words == ["ready 6", "must_refetch 6", "caught_up 6"])
        let recent = FakeConnection(2)
        await realtime.connect(recent, of: TaskBench.sara, from: position(3))
        #expect(recent.words == ["ready 3", "event 4", "event 5", "event 6", "caught_up 6"])
    }

    @Test("changes made while a client looks back come once and in order")
    func liveDuringLookBack() async throws {
        try await change(3)
        let client = FakeConnection(1)
        invoker.beforeEachCall { call in
            guard call <= 3 else { return }
            try await change(1)
            let head = bench.state().sequence
            await deliver(head...head)
        }
        await realtime.connect(client, of: TaskBench.sara, from: position(0))
        let events = (1...6).map { "event \($0)" }
        #expect(client.words == ["ready 0"] + events + ["caught_up 6"])
    }

    @Test("an update of another history ends the connections at once, and coming back means reading anew")
    func replacedWhileConnected() async throws {
        try await change(3)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: position(3))
        bench.store.transaction { $0.beginHistory("epoch-2") }
        try await change(1)
        var event = try #require(bench.outbox.taskUpdates.last)
        event.data.epoch = "epoch-2"
        #expect(await realtime.handle(Delivery(event: event, attempt: 1)) == .success)
        await realtime.catchUp()
        #expect(client.closeCode == .insufficientState)
        #expect(client.words == ["ready 3", "caught_up 3"], "nothing of another history is sent")
        let again = FakeConnection(2)
        await realtime.connect(again, of: TaskBench.sara, from: position(3))
        #expect(again.words == ["ready 4", "must_refetch 4", "caught_up 4"])
    }

    @Test("an old update of a history that has ended is passed over, and nobody is sent away")
    func endedHistory() async throws {
        try await change(2)
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: position(2))
        var event = try #require(bench.outbox.taskUpdates.last)
        event.data.epoch = "epoch-0"
        event.sequence = 3
        #expect(await realtime.handle(Delivery(event: event, attempt: 1)) == .success)
        await realtime.catchUp()
        #expect(client.closeCode == nil)
        #expect(client.words.filter { $0.hasPrefix("event") }.isEmpty)
        try await change(1)
        await deliver(3...3)
        #expect(client.words.last == "event 3")
    }

    @Test("a gap on the bus makes the service look back for what is missing")
    func gapOnBus() async throws {
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        try await change(5)
        await deliver(1...1)
        await deliver(5...5)
        #expect(
            client.words == [
                "ready 0", "caught_up 0", "event 1", "event 2", "event 3", "event 4", "event 5", "caught_up 5",
            ])
        await deliver(2...4)
        #expect(client.words.count == 8)
    }

    @Test("a gap is read for once, however many connections of the user missed it")
    func gapOfMany() async throws {
        let clients = (1...5).map { FakeConnection($0) }
        for client in clients { await realtime.connect(client, of: TaskBench.sara, from: nil) }
        try await change(2)
        let callsBefore = invoker.callCount
        await deliver(2...2)
        #expect(invoker.callCount == callsBefore + 1)
        #expect(clients.allSatisfy { $0.words.suffix(3) == ["event 1", "event 2", "caught_up 2"] })
    }

    @Test("a delivery waits for nobody who is behind")
    func deliveryDoesNotWait() async throws {
        let sara = FakeConnection(1)
        let omar = FakeConnection(2)
        await realtime.connect(sara, of: TaskBench.sara, from: nil)
        await realtime.connect(omar, of: UserID("omar"), from: nil)
        try await change(2)
        try await change(1, of: UserID("omar"))
        let callsBefore = invoker.callCount
        for event in bench.outbox.taskUpdates where event.data.userID != TaskBench.sara || event.sequence == 2 {
            #expect(await realtime.handle(Delivery(event: event, attempt: 1)) == .success)
        }
        #expect(invoker.callCount == callsBefore)
        #expect(sara.words.last == "caught_up 0")
        #expect(omar.words.last == "event 1")
        await realtime.catchUp()
        #expect(sara.words.suffix(3) == ["event 1", "event 2", "caught_up 2"])
    }

    @Test("the last update of all, which leaves no gap when it is missed, is found by looking around")
    func lastUpdateMissed() async throws {
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        await realtime.lookAround(TaskBench.sara)
        await realtime.catchUp()
        #expect(client.words == ["ready 0", "caught_up 0"], "nothing was missed, so nothing is said")
        try await change(1)
        await realtime.lookAround(TaskBench.sara)
        await realtime.catchUp()
        #expect(client.words == ["ready 0", "caught_up 0", "event 1", "caught_up 1"])
        await deliver(1...1)
        #expect(client.words.count == 4)
    }

    @Test("a newcomer that is further than the others gets no change twice, and is one of them once they are there")
    func newcomerAhead() async throws {
        let early = FakeConnection(1)
        await realtime.connect(early, of: TaskBench.sara, from: nil)
        try await change(2)
        let late = FakeConnection(2)
        await realtime.connect(late, of: TaskBench.sara, from: position(0))
        #expect(late.words == ["ready 0", "event 1", "event 2", "caught_up 2"])
        #expect(early.words == ["ready 0", "caught_up 0"])
        await deliver(1...2)
        try await change(1)
        await deliver(3...3)
        #expect(early.words.dropFirst(2) == ["event 1", "event 2", "event 3"])
        #expect(late.words.dropFirst(4) == ["event 3"])
        await realtime.disconnect(1)
        try await change(1)
        await deliver(4...4)
        #expect(late.words.last == "event 4")
        #expect(early.words.last == "event 3")
    }

    @Test("a client that reads too slowly is told to come back; the others are served")
    func overflow() async throws {
        let slow = FakeConnection(1, capacity: 3)
        let quick = FakeConnection(2)
        await realtime.connect(slow, of: TaskBench.sara, from: nil)
        await realtime.connect(quick, of: TaskBench.sara, from: nil)
        try await change(3)
        await deliver(1...3)
        #expect(slow.words == ["ready 0", "caught_up 0", "event 1"])
        #expect(slow.closeCode == .slowConsumer)
        #expect(slow.closeCode?.rawValue == 4411)
        #expect(quick.words.suffix(3) == ["event 1", "event 2", "event 3"])
        #expect(quick.closeCode == nil)
        #expect(await realtime.connectionCount == 1)
    }

    @Test("a user has no more connections than may be; another user is not concerned")
    func tooMany() async throws {
        let bounded = RealtimeService(
            lane: TestLane(), replica: "two", invoker: invoker, clock: bench.clock,
            settings: .init(mostConnectionsPerUser: 2))
        let clients = (1...3).map { FakeConnection($0) }
        for client in clients { await bounded.connect(client, of: TaskBench.sara, from: nil) }
        #expect(clients.map(\.closeCode) == [nil, nil, .tooManyConnections])
        #expect(clients[2].words == [])
        let other = FakeConnection(4)
        await bounded.connect(other, of: UserID("omar"), from: nil)
        #expect(other.closeCode == nil)
        await bounded.disconnect(1)
        let again = FakeConnection(5)
        await bounded.connect(again, of: TaskBench.sara, from: nil)
        #expect(again.words == ["ready 0", "caught_up 0"])
    }

    @Test("one change is one frame, encoded once, for every connection of its user")
    func sharedFrame() async throws {
        let clients = (1...3).map { FakeConnection($0) }
        for client in clients { await realtime.connect(client, of: TaskBench.sara, from: nil) }
        try await change(1)
        await deliver(1...1)
        let frames = clients.compactMap(\.frames.last)
        #expect(frames.count == 3)
        #expect(frames.allSatisfy { $0 === frames[0] })
        let text = String(decoding: try frames[0].encoded(), as: UTF8.self)
        #expect(text.hasPrefix(#"{"data":{"#))
        #expect(text.contains(#""position":{"epoch":"epoch-1","seq":1},"topic":"task-updates","type":"event"}"#))
    }

    @Test("nobody gets another user's changes")
    func isolation() async throws {
        let sara = FakeConnection(1)
        let omar = FakeConnection(2)
        await realtime.connect(sara, of: TaskBench.sara, from: nil)
        await realtime.connect(omar, of: UserID("omar"), from: nil)
        try await change(2)
        try await change(1, of: UserID("omar"))
        await deliver(1...2)
        await deliver(1...1, of: UserID("omar"))
        #expect(sara.words == ["ready 0", "caught_up 0", "event 1", "event 2"])
        #expect(omar.words == ["ready 0", "caught_up 0", "event 1"])
    }

    @Test("an update that names two users is dropped, by its key or by the task in it")
    func contradiction() async throws {
        try await change(1)
        let client = FakeConnection(1)
        await realtime.connect(client, of: UserID("omar"), from: nil)
        var event = try #require(bench.outbox.taskUpdates.first)
        event.data.userID = UserID("omar")
        for key in ["omar", "sara"] {
            event.partitionKey = key
            let answer = await realtime.handle(Delivery(event: event, attempt: 1))
            guard case .drop = answer else {
                Issue.record("\(answer) with the key \(key)")
                continue
            }
        }
        #expect(client.words == ["ready 0", "caught_up 0"])
    }

    @Test("a reminder that fires comes as a notification with a position of its own")
    func notification() async throws {
        let client = FakeConnection(1)
        let task = try await bench.create(#"{"title": "call", "reminder_at": "2026-01-05T08:00:00Z"}"#)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        let reminder = try #require(task.reminders.first)
        try await bench.perform(.markReminderSent(task.id, reminder.id, remindAt: reminder.remindAt))
        await deliver(2...2)
        #expect(client.words.last == "notification 2")
    }

    @Test("a task service that cannot answer for long sends the client away to come back")
    func unavailable() async throws {
        let failure = InvocationError.unavailable("down")
        invoker.failNext(failure, failure)
        let patient = FakeConnection(1)
        await realtime.connect(patient, of: TaskBench.sara, from: nil)
        #expect(patient.words == ["ready 0", "caught_up 0"])
        invoker.failNext(failure, failure, failure)
        let unlucky = FakeConnection(2)
        await realtime.connect(unlucky, of: TaskBench.sara, from: nil)
        #expect(unlucky.closeCode == .insufficientState)
        #expect(unlucky.words == [])
        #expect(await realtime.connectionCount == 1)
    }

    @Test("more announced than can be read ends the look back, with pauses, instead of asking for ever")
    func announcedButNotThere() async throws {
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        try await change(1)
        var event = try #require(bench.outbox.taskUpdates.first)
        event.sequence = 900
        #expect(await realtime.handle(Delivery(event: event, attempt: 1)) == .success)
        await realtime.catchUp()
        #expect(client.words == ["ready 0", "caught_up 0", "event 1"])
        #expect(client.closeCode == .insufficientState)
        #expect(bench.clock.sleeps.count == 2)
    }

    @Test("a history that was replaced sends every client away")
    func replacedHistory() async throws {
        let first = FakeConnection(1)
        await realtime.connect(first, of: TaskBench.sara, from: nil)
        let other = TaskBench(epoch: "epoch-2")
        try await other.service.serveMethods(on: invoker)
        let second = FakeConnection(2)
        await realtime.connect(second, of: UserID("omar"), from: position(0))
        #expect(first.closeCode == .insufficientState)
        #expect(second.closeCode == .insufficientState)
        #expect(await realtime.connectionCount == 0)
        let third = FakeConnection(3)
        await realtime.connect(third, of: TaskBench.sara, from: position(0))
        #expect(third.words == ["ready 0", "must_refetch 0", "caught_up 0"])
    }

    @Test("a connection that is gone is forgotten, and forgetting it again does nothing")
    func gone() async throws {
        let client = FakeConnection(1)
        await realtime.connect(client, of: TaskBench.sara, from: nil)
        client.hangUp()
        try await change(1)
        await deliver(1...1)
        #expect(await realtime.connectionCount == 0)
        await realtime.disconnect(1)
        #expect(client.closeCode == nil)
        let other = FakeConnection(2)
        await realtime.connect(other, of: TaskBench.sara, from: nil)
        await realtime.closeAll(.goingAway, reason: "shutdown")
        #expect(other.closeCode == .goingAway)
    }
}
