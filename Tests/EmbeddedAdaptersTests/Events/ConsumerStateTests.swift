import ServicePorts
import Testing

@testable import EmbeddedAdapters

@Suite("What a group does next")
struct ConsumerStateTests {
    private func member(_ number: Int) -> GroupMember {
        GroupMember(number: number, topic: Topic<Int>("topic"), retry: .init()) { _ in .success }
    }

    private func state(_ settings: EventBusSettings = .init(), givenUp: Set<Int64> = []) -> ConsumerState {
        var state = ConsumerState(position: 0, givenUp: givenUp, settings: settings)
        state.add(member(1))
        return state
    }

    private func event(_ position: Int64, _ key: String) -> StoredEvent {
        StoredEvent(position: position, eventID: "e\(position)", partitionKey: key, body: [1])
    }

    /// The next event to hand out; fails the test when there is none.
    private func take(_ state: inout ConsumerState) throws -> ConsumerState.Work {
        let work = state.takeWork()
        return try #require(work)
    }

    @Test("a key has one event in flight, another key does not wait for it")
    func isolatesKeys() throws {
        var state = state()
        state.accept([event(1, "a"), event(2, "a"), event(3, "b")], asked: 256)
        let first = try take(&state)
        let second = try take(&state)
        #expect(first.event.position == 1 && second.event.position == 3)
        let whileBothRun = state.takeWork()
        #expect(whileBothRun == nil)
        state.finish(first, .settled)
        let next = state.takeWork()
        #expect(next?.event.position == 2)
        #expect(state.progress.watermark == 1)
    }

    @Test("a paused event comes again with the next attempt, before its key's later events")
    func pauses() throws {
        var state = state()
        state.accept([event(1, "a"), event(2, "a")], asked: 256)
        let first = try take(&state)
        #expect(first.attempt == 1)
        state.finish(first, .pause(.seconds(3)))
        let whilePaused = state.takeWork()
        #expect(whilePaused == nil, "the pause was not kept")
        let begun = state.takePauses()
        #expect(begun.map(\.duration) == [.seconds(3)])
        let repeated = state.takePauses()
        #expect(repeated.isEmpty, "the same pause was given twice")
        state.resume("a")
        let again = try take(&state)
        #expect(again.event.position == 1 && again.attempt == 2)
        state.finish(again, .settled)
        let later = try take(&state)
        #expect(later.event.position == 2 && later.attempt == 1)
    }

    @Test("events that were given up before are passed over")
    func skipsGivenUp() throws {
        var state = state(givenUp: [1, 3])
        state.accept([event(1, "a"), event(2, "a"), event(3, "a")], asked: 256)
        let work = try take(&state)
        #expect(work.event.position == 2)
        #expect(state.progress.watermark == 1)
        state.finish(work, .settled)
        let afterAll = state.takeWork()
        #expect(state.progress.watermark == 3 && afterAll == nil)
    }

    @Test("no more handlers run than the setting allows")
    func limitsHandlers() throws {
        var state = state(EventBusSettings(concurrentHandlers: 2))
        state.accept((1...5).map { event($0, "key-\($0)") }, asked: 256)
        let first = try take(&state)
        let second = state.takeWork()
        #expect(second != nil)
        let third = state.takeWork()
        #expect(third == nil && state.running == 2)
        state.finish(first, .pause(.seconds(1)))
        let duringThePause = state.takeWork()
        #expect(duringThePause != nil, "a pause took a handler's place")
    }

    @Test("reading stops while the buffer is full or the oldest event is too far behind")
    func boundsReading() throws {
        var state = state(EventBusSettings(bufferedEvents: 4, eventsAhead: 6))
        #expect(state.wanted == 4)
        state.accept((1...4).map { event($0, "key-\($0)") }, asked: 4)
        #expect(state.wanted == nil)
        let stuck = try take(&state)
        for _ in 0..<3 { state.finish(try take(&state), .settled) }
        #expect(state.wanted == 2, "the oldest event may be six behind, and four are read")
        state.accept([event(5, "x"), event(6, "y")], asked: 2)
        for _ in 0..<2 { state.finish(try take(&state), .settled) }
        #expect(state.wanted == nil, "read on although the oldest event is six behind")
        state.finish(stuck, .settled)
        #expect(state.wanted == 4 && state.progress.watermark == 6)
    }

    @Test("without members nothing is read or handed out")
    func needsMembers() {
        var state = state()
        state.accept([event(1, "a")], asked: 256)
        state.remove(member(1))
        let withoutMembers = state.takeWork()
        #expect(withoutMembers == nil && state.wanted == nil)
        state.add(member(2))
        let withANewMember = state.takeWork()
        #expect(withANewMember?.member.number == 2)
    }

    @Test("a busy key keeps only its first bodies in memory")
    func leavesBodiesOnDisk() throws {
        var state = state(EventBusSettings(bufferedEvents: 320))
        state.accept((1...90).map { event($0, "busy") }, asked: 90)
        #expect(state.buffered == 10)
        #expect(state.wanted != nil, "one busy key kept others from being read")
        #expect(try take(&state).event.body == [1])
    }

    @Test("keys that fail keep no bodies in memory, however many they are")
    func leavesBodiesOfFailingKeysOnDisk() throws {
        var state = state(EventBusSettings(bufferedEvents: 64))
        state.accept((1...64).map { event($0, "key-\($0 % 32)") }, asked: 64)
        for _ in 0..<32 { state.finish(try take(&state), .pause(.seconds(1))) }
        #expect(state.buffered == 0 && state.wanted == 64)
        state.accept([event(65, "key-1")], asked: 64)
        #expect(state.buffered == 0)
        state.resume("key-1")
        let again = try take(&state)
        #expect(again.event == StoredEvent(position: 1, eventID: "e1", partitionKey: "key-1", body: nil))
        state.finish(again, .settled)
        #expect(state.buffered == 0)
    }

    @Test("any course of events keeps order, settles everything and never loses count", arguments: 1...20)
    func keepsItsInvariants(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        var state = state(EventBusSettings(concurrentHandlers: 4, bufferedEvents: 16, eventsAhead: 64))
        let events = (1...400).map { event(Int64($0), "key-\(random.next() % 7)") }
        var read = 0
        var last: Int64 = 0
        var inFlight: [ConsumerState.Work] = []
        var paused: [String] = []
        var settled: [Int64] = []
        var unsettled = Set(events.map(\.position))
        while !unsettled.isEmpty {
            switch random.next() % 4 {
            case 0:
                guard let wanted = state.wanted else { continue }
                state.beginReading()
                let batch = Array(events[read..<min(read + wanted, events.count)])
                read += batch.count
                state.accept(batch, asked: wanted)
                if read < events.count { state.noteMore() }
            case 1:
                guard let work = state.takeWork() else { continue }
                let key = work.event.partitionKey
                #expect(!inFlight.contains { $0.event.partitionKey == key }, "two events of a key in flight")
                inFlight.append(work)
            case 2:
                guard !inFlight.isEmpty else { continue }
                let work = inFlight.remove(at: Int(random.next() % UInt64(inFlight.count)))
                let fails = random.next() % 3 == 0
                state.finish(work, fails ? .pause(.seconds(1)) : .settled)
                if !fails {
                    settled.append(work.event.position)
                    unsettled.remove(work.event.position)
                }
                paused += state.takePauses().map(\.key)
            default:
                guard !paused.isEmpty else { continue }
                state.resume(paused.remove(at: Int(random.next() % UInt64(paused.count))))
            }
            let watermark = state.progress.watermark
            let passed = watermark > last ? (last + 1)...watermark : nil
            try #require(passed?.contains(where: unsettled.contains) != true, "the watermark passed an unsettled event")
            #expect(watermark >= last, "the watermark went back")
            last = watermark
        }
        for key in Set(events.map(\.partitionKey)) {
            let published = events.filter { $0.partitionKey == key }.map(\.position)
            let ofKey = settled.filter { published.contains($0) }
            #expect(ofKey == published, "\(key) settled as \(ofKey)")
        }
        #expect(state.progress.watermark == 400 && state.running == 0 && state.buffered == 0)
    }
}

/// A small generator, so that a failure repeats.
private struct Seeded {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) >> 16
    }
}
