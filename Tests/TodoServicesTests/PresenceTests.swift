import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Presence")
struct PresenceTests {
    private let bench = TaskBench()
    private let invoker = ScriptedInvoker()
    private let store: ScriptedState
    private static let omar = UserID("omar")

    init() async throws {
        store = ScriptedState(clock: bench.clock)
        try await bench.service.serveMethods(on: invoker)
    }

    /// A replica with its board.
    private struct Site {
        let service: RealtimeService
        let board: PresenceBoard

        /// Shares and tells, as the loops do.
        func turn() async {
            await board.beat(service)
            await service.tellOfPresence()
        }
    }

    private func site(_ name: String) -> Site {
        Site(
            service: RealtimeService(lane: TestLane(), replica: name, invoker: invoker, clock: bench.clock),
            board: PresenceBoard(lane: TestLane(), replica: name, store: store, clock: bench.clock))
    }

    private func words(_ client: FakeConnection) -> [String] { client.words.filter { $0.hasPrefix("presence") } }

    @Test("connections at one replica are told after they have caught up, and again when one comes or goes")
    func alone() async {
        let service = site("one").service
        let (phone, desk) = (FakeConnection(1), FakeConnection(2))
        await service.connect(phone, of: TaskBench.sara, from: nil)
        #expect(await service.connectionCount(of: TaskBench.sara) == 1)
        await service.tellOfPresence()
        #expect(phone.words == ["ready 0", "caught_up 0", "presence 1"])
        await service.tellOfPresence()
        #expect(words(phone) == ["presence 1"], "what is known is not told again")
        await service.connect(desk, of: TaskBench.sara, from: nil)
        await service.tellOfPresence()
        #expect(words(phone) == ["presence 1", "presence 2"])
        #expect(words(desk) == ["presence 2"])
        await service.disconnect(2)
        await service.disconnect(2)
        await service.tellOfPresence()
        #expect(words(phone).last == "presence 1")
        await service.disconnect(1)
        #expect(await service.connectionCount(of: TaskBench.sara) == 0)
    }

    @Test("whoever comes in place of another between two words is told too")
    func replacement() async {
        let service = site("one").service
        let (phone, desk, other) = (FakeConnection(1), FakeConnection(2), FakeConnection(3))
        await service.connect(phone, of: TaskBench.sara, from: nil)
        await service.connect(desk, of: TaskBench.sara, from: nil)
        await service.tellOfPresence()
        await service.disconnect(2)
        await service.connect(other, of: TaskBench.sara, from: nil)
        await service.tellOfPresence()
        #expect(words(other) == ["presence 2"])
        #expect(await service.connectionCount(of: PresenceTests.omar) == 0)
    }

    @Test("a request that waits is no connection")
    func polls() async {
        let service = site("one").service
        await service.connect(FleetingConnection(id: 7), of: TaskBench.sara, from: nil)
        #expect(await service.connectionCount == 1)
        #expect(await service.connectionCount(of: TaskBench.sara) == 0)
        await service.disconnect(7)
        #expect(await service.connectionCount(of: TaskBench.sara) == 0)
    }

    @Test("replicas know of each other's connections, and a user only of the own ones")
    func severalReplicas() async {
        let (one, two) = (site("one"), site("two"))
        let (phone, desk, stranger) = (FakeConnection(1), FakeConnection(2), FakeConnection(3))
        await one.service.connect(phone, of: TaskBench.sara, from: nil)
        await two.service.connect(desk, of: TaskBench.sara, from: nil)
        await two.service.connect(stranger, of: PresenceTests.omar, from: nil)
        for _ in 1...2 { for site in [one, two] { await site.turn() } }
        #expect(words(phone).last == "presence 2")
        #expect(words(desk).last == "presence 2")
        #expect(words(stranger) == ["presence 1"])
        await two.service.disconnect(2)
        for site in [two, one] { await site.turn() }
        #expect(words(phone).last == "presence 1")
        #expect(await one.service.connectionCount(of: PresenceTests.omar) == 1)
    }

    @Test("a replica that died counts until its record has aged, one that stopped no longer than a beat")
    func gone() async {
        let (one, two, three) = (site("one"), site("two"), site("three"))
        for (id, site) in [(UInt64(1), one), (2, two), (3, three)] {
            await site.service.connect(FakeConnection(id), of: TaskBench.sara, from: nil)
        }
        for _ in 1...2 { for site in [one, two, three] { await site.turn() } }
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 3)
        three.board.end()
        await three.board.run(beside: three.service)
        await one.turn()
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 2)
        // From here on the second says nothing more.
        for _ in 1...4 {
            bench.clock.advance(.seconds(4))
            await one.turn()
        }
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 2, "the record is sixteen seconds old")
        bench.clock.advance(.seconds(4))
        await one.turn()
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 1)
        #expect(store.text("presence:replicas") == #"["one"]"#)
        await two.turn()
        await one.turn()
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 1, "its record is not yet due again")
        for _ in 1...3 { for site in [two, one] { await site.turn() } }
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 2, "it was only slow, and is back")
    }

    @Test("while the store does not answer, what others had stays, and the own number is right")
    func outage() async {
        let (one, two) = (site("one"), site("two"))
        let phone = FakeConnection(1)
        await one.service.connect(phone, of: TaskBench.sara, from: nil)
        await two.service.connect(FakeConnection(2), of: TaskBench.sara, from: nil)
        for site in [two, one] { await site.turn() }
        #expect(words(phone) == ["presence 2"])
        store.isOut = true
        await one.service.connect(FakeConnection(3), of: TaskBench.sara, from: nil)
        await one.turn()
        #expect(words(phone).last == "presence 3")
        store.isOut = false
        for site in [one, two] { await site.turn() }
        #expect(await two.service.connectionCount(of: TaskBench.sara) == 3)
    }

    @Test("what nobody can read counts for nothing and is put right")
    func nonsense() async throws {
        let (one, two) = (site("one"), site("two"))
        try await store.apply(.set("presence:replicas", Array("nonsense".utf8)))
        try await store.apply(.set("presence:of:two", Array(#"{"user-1": "many"}"#.utf8)))
        await one.service.connect(FakeConnection(1), of: TaskBench.sara, from: nil)
        await one.turn()
        #expect(store.text("presence:replicas") == #"["one"]"#)
        await two.service.connect(FakeConnection(2), of: TaskBench.sara, from: nil)
        for site in [two, one] { await site.turn() }
        #expect(await one.service.connectionCount(of: TaskBench.sara) == 2)
    }
}

/// A connection that lasts as long as a request.
private struct FleetingConnection: RealtimeConnection {
    let id: UInt64
    let isLasting = false

    func send(_ frame: RealtimeFrame) -> SendOutcome { .queued }

    func close(_ code: CloseCode, reason: String) {}
}
