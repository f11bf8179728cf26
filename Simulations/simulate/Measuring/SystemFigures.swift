internal import SimulationKit
internal import TodoSimulations

/// What the whole system costs at several sizes.
struct SystemFigures {
    let rounds: Int

    func printSystem() {
        let seeds: ClosedRange<UInt64> = 1...20
        print("full-system, 3 users with 2 devices each, 48 commands a day each, 1 day, swarm, seeds 1...20")
        let run = Measurement.median(of: rounds) { seeds.map { FullSystem().run(seed: $0) } }
        tell(run)
        Figures.line("seeds", "\(Figures.decimal(Double(run.output.count) / run.seconds)) a second")
    }

    func printSmoke() {
        let seeds: ClosedRange<UInt64> = 1...100
        let scenario = FullSystem(hours: 3)
        print("smoke: full-system as above for 3 hours, swarm, seeds 1...100")
        let run = Measurement.median(of: rounds) { seeds.map { scenario.run(seed: $0) } }
        tell(run)
        Figures.line("seeds", "\(Figures.decimal(Double(run.output.count) / run.seconds)) a second")
    }

    func printMonth() {
        print("1,000 users for 30 days: \(SystemFigures.light); swarm, seed 1")
        let run = Measurement.median(of: rounds) { [SystemFigures.light(users: 1_000, days: 30).run(seed: 1)] }
        tell(run)
        Figures.line("wall time", "\(Figures.decimal(run.seconds)) s")
    }

    func printYear() {
        print("year-of-zones, 1,000 users with 1 device each, swarm, seed 1")
        let run = Measurement.median(of: rounds) { [FullSystem(.yearOfZones, users: 1_000).run(seed: 1)] }
        tell(run)
        let reports = run.output
        Figures.line("changes committed", Figures.grouped(Double(reports.reduce(0) { $0 + $1.commits })))
        let reminders = reports.reduce(0) { $0 + ($1.exercised["reminder_sent"] ?? 0) }
        Figures.line("of them reminders sent", Figures.grouped(Double(reminders)))
        Figures.line("wall time", "\(Figures.decimal(run.seconds)) s")
    }

    func printGrowth() {
        print("growth, 3 days: \(SystemFigures.light); gentle, seed 1")
        for users in [100, 1_000, 10_000] {
            var scenario = SystemFigures.light(users: users, days: 3)
            scenario.faults = .gentle
            let memory = ProcessMemory()
            let run = Measurement.median(of: users > 1_000 ? 1 : rounds) { scenario.run(seed: 1) }
            let nanoseconds = run.seconds * 1e9 / Double(max(1, run.output.summary.deliveries))
            let bytes = memory.peakGrowth.map { "\(Figures.grouped(Double($0) / Double(users))) bytes a user" }
            let failure = run.output.failure.map { "; FAILED: \($0.name)" } ?? ""
            Figures.line(
                "\(Figures.grouped(Double(users))) users",
                "\(Figures.decimal(run.seconds)) s, \(Figures.grouped(nanoseconds)) ns an event,"
                    + " \(bytes ?? "memory unknown")\(failure)")
        }
    }

    /// What users of the light load do.
    private static let light = "1 device each, 5 commands a day each, 1 replica of each service"

    private static func light(users: Int, days: Int) -> FullSystem {
        var scenario = FullSystem(users: users, days: days, devices: 1)
        scenario.replicas = 1
        scenario.meanPauseMinutes = 24 * 60 / 5
        scenario.meanSessionMinutes = 60
        scenario.meanAwayMinutes = 180
        return scenario
    }

    private func tell(_ run: Measurement<[SeedReport]>) {
        let reports = run.output
        func rate(_ count: (SeedReport) -> Int) -> String {
            Figures.grouped(Double(reports.reduce(0) { $0 + count($1) }) / run.seconds)
        }
        let virtual = reports.reduce(0) { $0 + $1.virtualTime.seconds }
        Figures.line("scheduling decisions", "\(rate { $0.summary.decisions }) a second")
        Figures.line("event deliveries", "\(rate { $0.summary.deliveries }) a second")
        Figures.line("commands acknowledged", "\(rate { $0.acknowledged }) a second")
        Figures.line("virtual seconds in a second", Figures.grouped(virtual / run.seconds))
        for failed in reports where failed.failure != nil {
            Figures.line("seed \(failed.seed) FAILED", failed.failure?.description ?? "")
        }
    }
}
