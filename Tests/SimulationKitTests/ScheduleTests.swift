import ServicePorts
import Testing

@testable import SimulationKit

@Suite("Schedules")
struct ScheduleTests {
    @Test("a schedule reads what it writes, and nothing else")
    func texts() {
        let all: [Schedule] = [.uniform, .firstInFirstOut, .probabilistic(depth: 1), .probabilistic(depth: 9)]
        for schedule in all { #expect(Schedule(text: schedule.description) == schedule) }
        #expect(Schedule(text: "pct") == .probabilistic(depth: 3))
        for text in ["", "lifo", "pct:", "pct:0", "pct:10", "pct:2:3", "uniform:1", "FIFO"] {
            #expect(Schedule(text: text) == nil, "\(text)")
        }
    }

    @Test("a seed draws its schedule: mostly uniform, and each of the others at times")
    func drawn() {
        let drawn = (0..<400).map { Schedule.swarm($0) }
        #expect(drawn == (0..<400).map { Schedule.swarm($0) })
        #expect((200...280).contains(drawn.count { $0 == .uniform }))
        #expect((20...70).contains(drawn.count { $0 == .firstInFirstOut }))
        for depth in 2...4 { #expect(drawn.contains(.probabilistic(depth: depth))) }
        #expect(!drawn.contains(.probabilistic(depth: 1)) && !drawn.contains(.probabilistic(depth: 5)))
    }

    /// The order in which four tasks write forty lines each on a lane of their own.
    private static func order(seed: UInt64, _ schedule: Schedule) throws -> [Int] {
        try simulated(seed: seed, SimulationOptions(schedule: schedule)) { simulation in
            let order = Box<[Int]>([])
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    let notebook = Notebook(simulation.lane(named: "notebook-\(writer)"))
                    group.addTask {
                        for _ in 0..<40 {
                            await notebook.write("line")
                            order.value.append(writer)
                        }
                    }
                }
            }
            return order.value
        }
    }

    @Test("first in, first out gives one order whatever the seed; the other schedules give many")
    func orders() throws {
        func distinct(_ schedule: Schedule) throws -> Int {
            Set(try (1...20).map { try ScheduleTests.order(seed: $0, schedule) }).count
        }
        #expect(try distinct(.firstInFirstOut) == 1)
        #expect(try distinct(.uniform) == 20)
        #expect(try distinct(.probabilistic(depth: 3)) >= 12)
    }

    @Test("probabilistic concurrency testing finds what a uniform draw does not, within its bound")
    func bound() throws {
        // Writer 2 ends before any other writes: its task and its lane must be ahead of the three others' tasks.
        func found(_ schedule: Schedule) throws -> Int {
            try (1...200).count { try ScheduleTests.order(seed: $0, schedule).prefix(40).allSatisfy { $0 == 2 } }
        }
        #expect(try found(.probabilistic(depth: 1)) >= 5)
        #expect(try found(.uniform) == 0)
    }

    @Test(
        "equal seeds give equal decisions under every schedule, and each schedule gives others",
        arguments: 1...3 as ClosedRange<UInt64>)
    func repeats(seed: UInt64) throws {
        let schedules: [Schedule] = [.uniform, .firstInFirstOut, .probabilistic(depth: 4)]
        let first = try schedules.map { try DemoSystem.run(seed: seed, schedule: $0) }
        let second = try schedules.map { try DemoSystem.run(seed: seed, schedule: $0) }
        #expect(first == second)
        #expect(Set(first.map(\.decisionHash)).count == schedules.count)
    }

    @Test("the sketch counts distinct hashes to a few percent, repeats once, and unions")
    func sketch() {
        for count in [0, 1, 10, 1_000, 20_000, 200_000] {
            var (sketch, half) = (ChoiceSketch(), ChoiceSketch())
            var stream = RandomStream(seed: 9, name: StreamName("things"))
            for number in 0..<count {
                let hash = stream.next()
                for _ in 0..<3 { sketch.insert(hash) }
                if number.isMultiple(of: 2) { half.insert(hash) }
            }
            #expect(abs(sketch.estimatedCount - count) <= max(1, count / 20), "\(count)")
            #expect(abs(half.estimatedCount - (count + 1) / 2) <= max(1, count / 40), "\(count)")
            half.formUnion(sketch)
            #expect(half == sketch)
        }
    }

    @Test("choices are counted where there was one, by the names of who was ready")
    func choices() throws {
        func choices(_ seed: UInt64, _ schedule: Schedule, tasks: Int) throws -> Int {
            let simulation = Simulation(seed: seed, options: SimulationOptions(schedule: schedule))
            try simulation.run { simulation in
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<tasks {
                        let notebook = Notebook(simulation.lane(named: "notebook-\(number)"))
                        group.addTask { for _ in 0..<200 { await notebook.write("line") } }
                    }
                }
            }
            return simulation.summary.distinctChoices
        }
        let (alone, inOrder) = (try choices(1, .uniform, tasks: 1), try choices(1, .firstInFirstOut, tasks: 6))
        let uniform = try choices(1, .uniform, tasks: 6)
        #expect(alone <= 2)
        #expect(inOrder > alone && uniform > 3 * inOrder, "\(alone) \(inOrder) \(uniform)")
    }
}
