internal import CivilTime
internal import ServicePorts
internal import SimulationKit

/// A small load on the simulator itself, for measuring.
public struct KernelBench: Sendable {
    /// What is counted.
    public let name: String
    private let body: @Sendable () throws -> Int

    /// Runs the load and answers how many of the counted things happened.
    public func run() throws -> Int {
        try body()
    }

    /// Every load.
    public static let all: [KernelBench] = [
        KernelBench(name: "scheduling decisions, ping-pong of lanes", body: pingPong),
        KernelBench(name: "event deliveries, one topic", body: deliveries),
    ]

    private static func pingPong() throws -> Int {
        // All of it happens at one instant, which would otherwise look like a livelock.
        let simulation = Simulation(seed: 1, options: SimulationOptions(livelockLimit: .max))
        try simulation.run { simulation in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for pair in 0..<4 {
                    let left = PingPong(lane: simulation.lane(named: "left-\(pair)"))
                    let right = PingPong(lane: simulation.lane(named: "right-\(pair)"))
                    group.addTask { await left.play(with: right, rounds: 250_000) }
                }
                try await group.waitForAll()
            }
        }
        return simulation.summary.decisions
    }

    private static func deliveries() throws -> Int {
        // All of it happens at one instant, which would otherwise look like a livelock.
        let simulation = Simulation(seed: 1, options: SimulationOptions(livelockLimit: .max))
        try simulation.run { simulation in
            let bus = SimulatedEventBus(simulation)
            let topic = Topic<Int>("numbers")
            for group in ["one", "two", "three", "four"] {
                _ = try await bus.outsideView.subscribe(to: topic, as: SubscriptionOptions(group: group)) { _ in
                    .success
                }
            }
            for batch in 0..<250 {
                let events = (0..<200).map { number in
                    CloudEvent(
                        id: "\(batch)/\(number)", type: "number", source: "/bench", time: .epoch,
                        partitionKey: "key-\(number % 16)", sequence: Int64(batch), correlationID: "", data: number)
                }
                try await bus.outsideView.publish(events, to: topic)
            }
            try await simulation.settle("every event is delivered", within: .seconds(3_600)) { bus.totalLag == 0 }
        }
        return simulation.summary.deliveries
    }
}

private actor PingPong {
    private nonisolated let lane: Lane
    private var count = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(lane: Lane) {
        self.lane = lane
    }

    func play(with other: PingPong, rounds: Int) async {
        for _ in 0..<rounds {
            await other.hit()
            // A hop back that guards no state would be optimised away.
            count += 1
        }
    }

    func hit() {
        count += 1
    }
}
