import SimulationKit
import Testing

@Suite("Random streams")
struct RandomStreamTests {
    @Test("equal seed and name give equal draws; another seed or name gives others")
    func independence() {
        func draws(_ seed: UInt64, _ name: StreamName) -> [UInt64] {
            var stream = RandomStream(seed: seed, name: name)
            return (0..<20).map { _ in stream.next() }
        }
        #expect(draws(7, .network) == draws(7, .network))
        #expect(draws(7, .network) != draws(8, .network))
        #expect(draws(7, .network) != draws(7, .schedule))
        #expect(draws(7, .faults.child("a")) != draws(7, .faults.child("b")))
        #expect(Set(draws(0, .workload)).count == 20)
    }

    @Test("a draw below a bound is in range and hits every number about equally often", arguments: [1, 2, 3, 7, 100])
    func uniformity(bound: Int) {
        var stream = RandomStream(seed: 3, name: .workload)
        var counts = [Int](repeating: 0, count: bound)
        let draws = 20_000
        for _ in 0..<draws { counts[stream.index(below: bound)] += 1 }
        let expected = Double(draws) / Double(bound)
        // Five standard deviations of a binomial count.
        let tolerance = 5 * (expected * (1 - 1 / Double(bound))).squareRoot() + 1
        for count in counts { #expect(abs(Double(count) - expected) <= tolerance) }
    }

    @Test("a range is inclusive at both ends, also when it spans all numbers")
    func ranges() {
        var stream = RandomStream(seed: 4, name: .workload)
        let drawn = Set((0..<200).map { _ in stream.number(in: -2...2) })
        #expect(drawn == Set(-2...2))
        #expect(stream.number(in: 9...9) == 9)
        let wide = (0..<50).map { _ in stream.number(in: .min ... .max) }
        #expect(wide.contains { $0 < 0 } && wide.contains { $0 > 0 })
    }

    @Test("a chance strikes at its rate, never at zero and always at a million")
    func chances() {
        var stream = RandomStream(seed: 5, name: .faults)
        let struck = (0..<20_000).count { _ in stream.chance(perMillion: 250_000) }
        #expect((4_600...5_400).contains(struck))
        #expect(!(0..<1_000).contains { _ in stream.chance(perMillion: 0) })
        #expect((0..<1_000).allSatisfy { _ in stream.chance(perMillion: 1_000_000) })
    }

    @Test("exponential draws are not negative and have about the mean asked for")
    func exponential() {
        var stream = RandomStream(seed: 6, name: .faults)
        let draws = (0..<20_000).map { _ in stream.exponential(mean: 10_000) }
        let mean = draws.reduce(0, +) / Int64(draws.count)
        #expect((9_000...11_500).contains(mean))
        #expect(draws.allSatisfy { $0 >= 0 })
        #expect(draws.count { $0 > 10_000 } > 5_000)
    }
}
