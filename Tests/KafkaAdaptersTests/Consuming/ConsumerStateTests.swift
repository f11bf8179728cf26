import Testing

@testable import KafkaAdapters

@Suite("What a member does next")
struct ConsumerStateTests {
    private func record(_ offset: Int64, _ key: String, partition: Int32 = 0, bytes: Int = 1) -> ConsumedRecord {
        ConsumedRecord(
            partition: partition, offset: offset, key: Array(key.utf8), value: Array(repeating: 0, count: bytes))
    }

    private func state(_ limits: KafkaConsumption = .init(), partitions: [Int32] = [0]) -> ConsumerState {
        var state = ConsumerState(limits: limits)
        for partition in partitions { state.assign(partition) }
        return state
    }

    private func take(_ state: inout ConsumerState) throws -> ConsumerState.Work {
        let work = state.takeWork()
        return try #require(work)
    }

    private func offsets(_ state: ConsumerState) -> [Int32: Int64] {
        state.uncommitted().reduce(into: [:]) { $0[$1.partition] = $1.offset }
    }

    @Test("a key has one event in flight, and another key does not wait for it")
    func isolatesKeys() throws {
        var state = state()
        for (offset, key) in ["a", "a", "b"].enumerated() { _ = state.accept(record(Int64(offset), key)) }
        let first = try take(&state)
        let other = try take(&state)
        #expect(first.record.offset == 0 && other.record.offset == 2)
        let none = state.takeWork()
        #expect(none?.record == nil)
        state.finish(first, .settled)
        let next = try take(&state)
        #expect(next.record.offset == 1)
    }

    @Test("no position is stored beyond an event that waits for its retry")
    func commitsThePrefix() throws {
        var state = state()
        for (offset, key) in ["a", "b", "c", "b"].enumerated() { _ = state.accept(record(Int64(offset) + 7, key)) }
        let works = try (0..<3).map { _ in try take(&state) }
        state.finish(works[0], .settled)
        state.finish(works[2], .settled)
        #expect(offsets(state) == [0: 8])
        state.finish(works[1], .pause(.seconds(1)))
        #expect(offsets(state) == [0: 8])
        let none = state.takeWork()
        #expect(none?.record == nil)
        let pauses = state.takePauses()
        #expect(pauses.count == 1)
        state.resume(pauses[0].lane)
        let again = try take(&state)
        #expect(again.attempt == 2 && again.record.offset == 8)
        state.finish(again, .settled)
        #expect(offsets(state) == [0: 10])
        state.noteCommitted(0, 10)
        #expect(offsets(state).isEmpty)
    }

    @Test("offsets that compaction removed hold nothing up")
    func passesGaps() throws {
        var state = state()
        for offset in [3, 9, 40] as [Int64] { _ = state.accept(record(offset, "key")) }
        for _ in 0..<3 { state.finish(try take(&state), .settled) }
        #expect(offsets(state) == [0: 41])
    }

    @Test("a record that comes twice is handled once")
    func ignoresRepeats() throws {
        var state = state()
        for offset in [0, 1, 0, 1, 2] as [Int64] { _ = state.accept(record(offset, "key")) }
        var handled: [Int64] = []
        while let work = state.takeWork() {
            handled.append(work.record.offset)
            state.finish(work, .settled)
        }
        #expect(handled == [0, 1, 2])
    }

    @Test("a full partition is paused, and read again at half of its limit; another one is not concerned")
    func pauses() throws {
        var state = state(KafkaConsumption(bufferedEvents: 4), partitions: [0, 1])
        let fills = (0..<4).map { state.accept(record($0, "key")) }
        #expect(fills == [false, false, false, true])
        let fillsOther = state.accept(record(0, "key", partition: 1))
        #expect(!fillsOther)
        let pauses = [0, 0, 1].map { state.pauseIfFull($0) }
        #expect(pauses == [true, false, false])
        // librdkafka may still hand out what it had before the pause.
        let fillsAgain = state.accept(record(4, "key"))
        #expect(!fillsAgain)
        for expected in [false, false, true] {
            var work = try take(&state)
            if work.record.partition == 1 { work = try take(&state) }
            state.finish(work, .settled)
            #expect(state.hasResumable == expected)
        }
        let resumed = [state.takeResumable(), state.takeResumable()]
        #expect(resumed == [[0], []])
    }

    @Test("bytes and the distance to the oldest unsettled event fill a partition too")
    func otherLimits() throws {
        var heavy = state(KafkaConsumption(bufferedBytes: 100))
        let fillsHeavy = (0..<2).map { heavy.accept(record($0, "k", bytes: 50)) }
        #expect(fillsHeavy == [false, true])
        var far = state(KafkaConsumption(eventsAhead: 3))
        _ = far.accept(record(0, "waits"))
        far.finish(try take(&far), .pause(.seconds(60)))
        let fillsFar = (1..<3).map { far.accept(record($0, "other")) }
        #expect(fillsFar == [false, true])
    }

    @Test("a partition that leaves starts nothing more, and a handler that outlives it changes nothing")
    func leaves() throws {
        var state = state(partitions: [0, 1])
        _ = state.accept(record(0, "a"))
        _ = state.accept(record(1, "b"))
        let work = try take(&state)
        state.beginLeaving([0])
        let none = state.takeWork()
        #expect(none?.record == nil)
        #expect(!state.isIdle([0]) && state.isIdle([1]))
        _ = state.accept(record(2, "c"))
        #expect(state.partitions[0]?.bufferedEvents == 2)
        state.leave([0])
        #expect(state.isIdle([0]))
        state.assign(0)
        _ = state.accept(record(0, "a"))
        state.finish(work, .settled)
        #expect(offsets(state).isEmpty)
        let next = try take(&state)
        #expect(next.record.offset == 0)
    }

    @Test("a start that the brokers do not know is stored before anything was read")
    func storesTheStart() {
        var state = ConsumerState(limits: .init())
        state.assign(0, start: 12)
        state.assign(1)
        #expect(offsets(state) == [0: 12])
        state.noteCommitted(0, 12)
        #expect(offsets(state).isEmpty)
    }

    @Test("no more handlers run than are allowed")
    func boundsHandlers() throws {
        var state = state(KafkaConsumption(concurrentHandlers: 2))
        for offset in 0..<5 { _ = state.accept(record(Int64(offset), "key-\(offset)")) }
        let first = try take(&state)
        _ = try take(&state)
        let none = state.takeWork()
        #expect(none?.record == nil && state.running == 2)
        state.finish(first, .settled)
        let next = try take(&state)
        #expect(next.record.offset == 2)
    }
}
