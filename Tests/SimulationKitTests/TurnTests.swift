import SimulationKit
import Testing

@Suite("Jobs in turn")
struct TurnTests {
    private func run(
        _ exceptions: DecisionSet?, schedule: Schedule = .uniform,
        traceLevel: SimulationOptions.TraceLevel = .off
    ) throws -> (summary: SimulationSummary, trace: [TraceEntry]) {
        let options = SimulationOptions(
            faults: .gentle, schedule: schedule, fifoExcept: exceptions, traceLevel: traceLevel, traceCapacity: 100_000)
        let simulation = Simulation(seed: 11, options: options)
        try simulation.run { simulation in
            let books = (0..<6).map { Notebook(simulation.lane(named: "book-\($0)")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, book) in books.enumerated() {
                    group.addTask {
                        for _ in 0..<500 { await book.carelessIncrement(asking: books[(index + 1) % books.count]) }
                    }
                }
                try await group.waitForAll()
            }
        }
        return (simulation.summary, simulation.traceEntries)
    }

    @Test("run first in, first out when no decision is excepted")
    func noException() throws {
        let inTurn = try run(DecisionSet.none)
        let fifo = try run(nil, schedule: .firstInFirstOut)
        let drawn = try run(nil)
        #expect(inTurn.summary == fifo.summary)
        #expect(inTurn.summary.decisionHash != drawn.summary.decisionHash)
    }

    @Test("overtake each other at excepted decisions only, and the trace names those that do")
    func exceptions() throws {
        let some = try run(DecisionSet([40...60]), traceLevel: .events)
        let overtakings = some.trace.filter { $0.kind == "overtake" }
        #expect((1...21).contains(overtakings.count))
        #expect(overtakings.allSatisfy { $0.text.contains(" runs before ") })
        let none = try run(DecisionSet.none, traceLevel: .events)
        #expect(!none.trace.contains { $0.kind == "overtake" })
        #expect(some.summary.decisionHash != none.summary.decisionHash)
    }

    @Test("draw at each excepted decision on their own, so that exceptions after the end change nothing")
    func exceptionsAreIndependent() throws {
        let early = try run(DecisionSet([40...60]))
        let late = try run(DecisionSet([40...60, 1_000_000...1_000_100]))
        #expect(early.summary == late.summary)
        #expect(try run(DecisionSet([40...60])).summary == early.summary)
    }

    @Test("hashes are kept at intervals, and tell where two runs part")
    func checkpoints() throws {
        let whole = try run(DecisionSet.none).summary
        let changed = try run(DecisionSet([5_000...5_200])).summary
        let interval = SimulationSummary.checkpointInterval
        #expect(whole.decisions > 2 * interval, "the run is too short to show anything")
        #expect(whole.hashCheckpoints.count == whole.decisions / interval)
        #expect(whole.hashCheckpoints.first == changed.hashCheckpoints.first)
        #expect(whole.hashCheckpoints.dropFirst().first != changed.hashCheckpoints.dropFirst().first)
    }
}
