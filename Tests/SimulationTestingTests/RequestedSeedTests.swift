import SimulationKit
import Testing

@testable import SimulationTesting

/// How the environment asks for one seed.
@Suite("The requested seed")
struct RequestedSeedTests {
    @Test("a number asks for that seed alone, even one outside the test's range")
    func number() {
        #expect(Seeds(1...50, requested: RequestedSeed(text: "7")).map(\.value) == [7])
        #expect(Seeds(1...50, requested: RequestedSeed(text: "900")).map(\.value) == [900])
        #expect(Seeds(1...3, requested: RequestedSeed(text: nil)).map(\.value) == [1, 2, 3])
        #expect(Seeds(1...3, requested: RequestedSeed(text: "")).map(\.value) == [1, 2, 3])
    }

    @Test("anything else fails the test with what was wrong and what would be right", arguments: ["x", "-1", "1.5"])
    func nonsense(text: String) {
        let seeds = Seeds(1...3, requested: RequestedSeed(text: text))
        let error = #expect(throws: RequestError.self) { try simulate(seeds[0]) { _ in } }
        #expect(error?.description.contains("SIMULATION_SEED must be a whole number") == true)
        #expect(error?.description.contains("'\(text)'") == true)
    }

    @Test("a seed that is repeated alone need not reach what others reach")
    func repeatedAlone() throws {
        let seeds = Seeds(1...3, requested: RequestedSeed(text: "2"))
        try simulate(seeds[0], faults: .none) { $0.sometimes("only seed 3", $0.simulation.seed == 3) }
    }
}
