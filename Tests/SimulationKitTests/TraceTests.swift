import ServicePorts
import SimulationKit
import Testing

@Suite("Trace")
struct TraceTests {
    @Test("notes and events are kept with their times, and nothing is built when tracing is off")
    func levels() throws {
        func built(_ level: SimulationOptions.TraceLevel) throws -> (built: Int, entries: [TraceEntry]) {
            let simulation = Simulation(seed: 1, options: SimulationOptions(traceLevel: level))
            let built = Box(0)
            try simulation.run { simulation in
                simulation.addNode(named: "node") { _ in }
                try await simulation.clock.sleep(for: .milliseconds(1_500))
                simulation.note(
                    {
                        built.value += 1
                        return "hello"
                    }())
            }
            return (built.value, simulation.traceEntries)
        }
        #expect(try built(.off) == (0, []))
        let events = try built(.events)
        #expect(events.built == 1)
        #expect(events.entries.map(\.kind) == ["boot", "note"])
        #expect(events.entries.last?.elapsedMicroseconds == 1_500_000)
        #expect(events.entries.last?.description.contains("1500 ms") == true)
        #expect(events.entries.first?.node == "node#1")
        #expect(try built(.decisions).entries.contains { $0.kind == "run" })
    }

    @Test("the ring keeps the newest entries")
    func ring() throws {
        let simulation = Simulation(seed: 1, options: SimulationOptions(traceLevel: .events, traceCapacity: 10))
        try simulation.run { simulation in
            for number in 0..<25 { simulation.note("\(number)") }
        }
        #expect(simulation.traceEntries.map(\.text) == (15..<25).map(String.init))
    }

    @Test("tracing changes no decision")
    func changesNothing() throws {
        func hash(_ level: SimulationOptions.TraceLevel) throws -> UInt64 {
            let options = SimulationOptions(faults: .gentle, traceLevel: level)
            let simulation = Simulation(seed: 5, options: options)
            try simulation.run { simulation in
                let bus = SimulatedEventBus(simulation)
                _ = try? await bus.outsideView.subscribe(to: steps, as: .init(group: "group")) { _ in .success }
                for number in 0..<20 { try? await bus.outsideView.publish([step(number)], to: steps) }
            }
            return simulation.decisionHash
        }
        #expect(try hash(.off) == hash(.decisions))
    }
}
