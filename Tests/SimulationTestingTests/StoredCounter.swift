import ServicePorts
import SimulationKit
import SimulationTesting

/// A number in a store that fails now and then; counting twice is the bug that it may have.
final class StoredCounter: Sendable {
    private let store: SimulatedStateStore
    private let view: any StateStore
    private let writesSafely: Bool

    init(_ world: World, writesSafely: Bool) {
        store = SimulatedStateStore(world.simulation)
        view = store.view(for: world.simulation.outside)
        self.writesSafely = writesSafely
    }

    /// What is stored, without asking over the network.
    var value: Int { Int(store.entry("counter")?.value.first ?? 0) }

    func read() async throws -> Int {
        Int(try await view.get("counter")?.value.first ?? 0)
    }

    /// Adds one; answers the attempts that it took.
    func add() async throws -> Int {
        var target: Int?
        for attempt in 1...1_000 {
            do {
                // What the first attempt read stays the ground for the others, for it may have been carried out.
                if target == nil || !writesSafely { target = try await read() + 1 }
                try await view.apply(.set("counter", [UInt8(target ?? 0)]))
                return attempt
            } catch is StateStoreError {
                continue
            }
        }
        throw StateStoreError(.unavailable, "a thousand attempts failed")
    }
}

/// Something that the one thread of a simulation writes and the test reads.
final class Box<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}
