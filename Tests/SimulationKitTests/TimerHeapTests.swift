import Testing

@testable import SimulationKit

@Suite("Timers and waits")
struct TimerHeapTests {
    private func token(_ index: Int) -> WaitToken {
        WaitToken(index: Int32(index), generation: 0)
    }

    @Test("timers come out by due time, equal ones in the order in which they went in")
    func order() {
        var heap = TimerHeap()
        var stream = RandomStream(seed: 1, name: .workload)
        let dues = (0..<500).map { _ in Int64(stream.index(below: 50)) }
        for (index, due) in dues.enumerated() { heap.push(due: due, token: token(index)) }
        var taken: [(Int64, Int32)] = []
        while let first = heap.first {
            taken.append((first.due, first.token.index))
            heap.removeFirst()
        }
        let expected = dues.enumerated().map { ($1, Int32($0)) }.sorted { $0 < $1 }
        #expect(taken.map(\.0) == expected.map(\.0))
        #expect(taken.map(\.1) == expected.map(\.1))
    }

    @Test("dropping stale timers keeps the others and their order")
    func compaction() {
        var heap = TimerHeap()
        for index in 0..<100 { heap.push(due: Int64((index * 37) % 100), token: token(index)) }
        heap.removeAll { $0.index % 2 == 0 }
        #expect(heap.count == 50)
        var dues: [Int64] = []
        while let first = heap.first {
            #expect(first.token.index % 2 == 1)
            dues.append(first.due)
            heap.removeFirst()
        }
        #expect(dues == dues.sorted())
    }

    @Test("a slot is used again under another generation, so an old token is stale")
    func generations() {
        var waits = WaitTable()
        let first = waits.open(purpose: "one", incarnation: 1)
        waits.plan(first) {}
        #expect(waits.isOpen(first))
        #expect(waits.end(first, .due).1 != nil)
        #expect(!waits.isOpen(first))
        let second = waits.open(purpose: "two", incarnation: 1)
        #expect(second.index == first.index && second != first)
        #expect(waits.end(first, .due).1 == nil)
        #expect(waits.isOpen(second))
        #expect(waits.openCount == 1)
    }
}
