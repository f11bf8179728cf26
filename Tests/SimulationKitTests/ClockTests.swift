import CivilTime
import ServicePorts
import SimulationKit
import Testing

@Suite("Virtual time")
struct ClockTests {
    @Test("a year of waiting takes a few decisions, and ends at the right instant")
    func jumps() throws {
        let start = try #require(Timestamp(rfc3339: "2026-03-01T00:00:00Z"))
        let simulation = Simulation(seed: 1, options: SimulationOptions(start: start))
        try simulation.run { simulation in
            for _ in 0..<365 { try await simulation.clock.sleep(for: .seconds(86_400)) }
        }
        #expect(simulation.summary.end == Timestamp(rfc3339: "2027-03-01T00:00:00Z"))
        #expect(simulation.summary.decisions < 1_000)
    }

    @Test("sleeps end in the order of their durations, not of their starts")
    func orders() throws {
        let order = try simulated { simulation in
            let box = Box<[Int]>([])
            await withTaskGroup(of: Void.self) { group in
                for seconds in [5, 1, 4, 2, 3] {
                    group.addTask {
                        try? await simulation.clock.sleep(for: .seconds(seconds))
                        box.value.append(seconds)
                    }
                }
            }
            return box.value
        }
        #expect(order == [1, 2, 3, 4, 5])
    }

    @Test("a cancelled sleep throws at once, whether it had begun or not")
    func cancels() throws {
        let elapsed = try simulated { simulation in
            let task = simulation.spawn(named: "sleeper") {
                await #expect(throws: CancellationError.self) {
                    try await simulation.clock.sleep(for: .seconds(1_000))
                }
                await #expect(throws: CancellationError.self) { try await simulation.clock.sleep(for: .seconds(1)) }
            }
            try await simulation.clock.sleep(for: .seconds(3))
            task.cancel()
            await task.value
            return simulation.elapsed
        }
        #expect(elapsed == .seconds(3))
    }

    @Test("a node's clock is off by its offset, but its sleeps are not")
    func skews() throws {
        try simulated { simulation in
            let seen = Box<[Int64]>([])
            let node = simulation.addNode(named: "node") { environment in
                seen.value.append(environment.clock.now().millisecondsSinceEpoch)
                try await environment.clock.sleep(for: .seconds(10))
                seen.value.append(environment.clock.now().millisecondsSinceEpoch)
            }
            node.clockOffsetMilliseconds = -60_000
            let start = simulation.now.millisecondsSinceEpoch
            try await node.waitUntilReady()
            #expect(seen.value == [start - 60_000, start - 50_000])
            #expect(simulation.now.millisecondsSinceEpoch == start + 10_000)
        }
    }
}
