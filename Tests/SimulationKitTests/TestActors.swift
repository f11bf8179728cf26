import CivilTime
import ServicePorts
import SimulationKit

/// The payload that these tests publish.
struct Step: Codable, Sendable, Equatable {
    var number: Int
}

let steps = Topic<Step>("steps")

func step(_ number: Int, key: String = "key") -> CloudEvent<Step> {
    CloudEvent(
        id: "\(key)-\(number)", type: "test.step.v1", source: "/test", time: .epoch, partitionKey: key,
        sequence: Int64(number), correlationID: "test", data: Step(number: number))
}

/// Remembers what it is told, in order, on its lane.
actor Notebook {
    private nonisolated let lane: Lane
    private(set) var lines: [String] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ lane: Lane) {
        self.lane = lane
    }

    func write(_ line: String) {
        lines.append(line)
    }

    /// Reads, gives others a turn, writes: a race when two do so.
    func carelessIncrement(asking other: Notebook) async {
        let count = lines.count
        let others = await other.lines.count
        lines = Array(repeating: "\(others)", count: count + 1)
    }

    func assertsItsIsolation() -> Bool {
        assertIsolated()
        preconditionIsolated()
        return lane.isIsolatingCurrentContext() == true
    }
}

/// Something that any task of a simulation may write to; a simulation has one thread, so no lock is needed.
final class Box<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// Runs the body in a simulation of its own and answers what it answers.
@discardableResult
func simulated<Output: Sendable>(
    seed: UInt64 = 1, _ options: SimulationOptions = .init(),
    _ body: @escaping @Sendable (Simulation) async throws -> Output
) throws -> Output {
    try Simulation(seed: seed, options: options).run(body)
}

/// The `SimulationFailure` with which the body's run ends; nil when it ends otherwise.
func failure(
    seed: UInt64 = 1, _ options: SimulationOptions = .init(),
    _ body: @escaping @Sendable (Simulation) async throws -> Void
) -> SimulationFailure? {
    do {
        try simulated(seed: seed, options, body)
        return nil
    } catch {
        return error as? SimulationFailure
    }
}
