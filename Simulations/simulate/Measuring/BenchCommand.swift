internal import ArgumentParser
internal import TodoSimulations

/// `simulate bench`: how fast one core simulates, medians over several rounds.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast one core simulates; medians of several rounds.")

    /// A part of the report.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        /// Decisions and deliveries of the kernel beside a bare hop between actors.
        case kernel
        /// The full system as 'simulate run' has it.
        case system
        /// Short runs.
        case smoke
        /// A thousand users for a month.
        case month
        /// A thousand users for a year of changing clocks.
        case year
        /// A hundred, a thousand and ten thousand users.
        case growth
    }

    @Option(help: "Rounds of which the median is told.")
    var rounds: Int = 5

    @Option(help: "Only this part: kernel, system, smoke, month, year or growth. Default: all, about eight minutes.")
    var only: Part?

    mutating func validate() throws {
        guard rounds >= 1 else { throw ValidationError("--rounds is \(rounds); it must be 1 or more") }
    }

    func run() async throws {
        print("one core, medians of \(rounds) \(rounds == 1 ? "round" : "rounds"), \(BenchCommand.build) build")
        for part in Part.allCases where only == nil || only == part {
            print("")
            switch part {
            case .kernel: try await KernelFigures(rounds: rounds).print()
            case .system: SystemFigures(rounds: rounds).printSystem()
            case .smoke: SystemFigures(rounds: rounds).printSmoke()
            case .month: SystemFigures(rounds: rounds).printMonth()
            case .year: SystemFigures(rounds: rounds).printYear()
            case .growth: SystemFigures(rounds: rounds).printGrowth()
            }
        }
    }

    private static var build: String {
        #if DEBUG
            "debug (slow: measure the release build)"
        #else
            "release"
        #endif
    }
}
