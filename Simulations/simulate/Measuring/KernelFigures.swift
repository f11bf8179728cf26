internal import TodoSimulations

/// What a decision and a delivery cost, in hops between two actors without any simulator.
struct KernelFigures {
    let rounds: Int

    func print() async throws {
        Swift.print("the kernel alone")
        var hops: [Measurement<Int>] = []
        for _ in 0..<rounds { hops.append(await BareHops.measured()) }
        let hop = Measurement.median(of: hops)
        let hopRate = Double(hop.output) / hop.seconds
        Figures.line("bare hops between two actors, no simulator", "\(Figures.grouped(hopRate)) a second")
        for bench in KernelBench.all {
            let run = try Measurement.median(of: rounds) { try bench.run() }
            let rate = Double(run.output) / run.seconds
            let worth = Figures.decimal(hopRate / rate)
            Figures.line(bench.name, "\(Figures.grouped(rate)) a second, each worth \(worth) bare hops")
        }
    }
}

/// The yardstick: two ordinary actors on the language's own executor call each other.
private enum BareHops {
    static func measured() async -> Measurement<Int> {
        let (left, right) = (BareActor(), BareActor())
        let rounds = 200_000
        let start = ContinuousClock.now
        await left.play(with: right, rounds: rounds)
        // There and back.
        return Measurement(output: rounds * 2, seconds: max((ContinuousClock.now - start).seconds, 1e-9))
    }
}

private actor BareActor {
    private var count = 0

    func play(with other: BareActor, rounds: Int) async {
        for _ in 0..<rounds {
            await other.hit()
            count += 1
        }
    }

    func hit() { count += 1 }
}
