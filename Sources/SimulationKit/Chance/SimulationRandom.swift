public import ServicePorts

/// One named random sequence of a simulation, as the port that services take.
public final class SimulationRandom: RandomSource, @unchecked Sendable {
    // Confined to the simulation's thread, like everything mutable in a simulation.
    private var stream: RandomStream

    init(seed: UInt64, name: StreamName) {
        stream = RandomStream(seed: seed, name: name)
    }

    /// Sixty-four uniformly distributed bits.
    public func next() -> UInt64 {
        stream.next()
    }

    /// A whole number in `0..<bound`, each equally likely; `bound` is at least 1.
    public func below(_ bound: Int) -> Int {
        stream.index(below: bound)
    }

    /// A whole number in `range`, each equally likely.
    public func number(in range: ClosedRange<Int64>) -> Int64 {
        stream.number(in: range)
    }

    /// True that many times in a million draws on average.
    public func chance(perMillion rate: Int64) -> Bool {
        stream.chance(perMillion: rate)
    }

    /// A roughly exponential whole number of that mean.
    public func exponential(mean: Int64) -> Int64 {
        stream.exponential(mean: mean)
    }

    /// One element, each equally likely; nil when there is none.
    public func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[stream.index(below: elements.count)]
    }
}
