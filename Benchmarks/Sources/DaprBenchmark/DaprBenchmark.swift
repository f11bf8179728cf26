internal import BenchmarkSupport
internal import Logging

/// Measures events a second through the Dapr adapters and a sidecar, beside the same requests over plain HTTP.
@main
enum DaprBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        // What answers, and what the sidecar calls, are processes of their own: this program again.
        switch (arguments.first, arguments.count) {
        case ("serve-bare", 4) where numbers.count == 2:
            try await BareServer(topic: arguments[3], lap: numbers[1]).serve(at: numbers[0])
        case ("serve-application", 5) where numbers.count == 3:
            try await MeasuredApplication(topic: arguments[3], lap: numbers[1], bulk: numbers[2]).serve(at: numbers[0])
        case ("measure", 5...) where numbers.count == arguments.count - 1 && numbers.count % 3 == 1:
            try await measure(sidecar: numbers[0], applications: Array(numbers.dropFirst()))
        default:
            print("usage: dapr-benchmark measure SIDECAR-PORT APPLICATION-PORT...; scripts/bench-dapr does so")
        }
    }

    /// As many turns as there are three applications for, since a sidecar asks an application only once what it wants.
    private static func measure(sidecar port: Int, applications: [Int]) async throws {
        let figures = Figures()
        for first in stride(from: 0, to: applications.count, by: 3) {
            let turn = MeasuredTurn(
                topic: "events-\(first)", sidecar: "http://127.0.0.1:\(port)",
                applications: Array(applications[first..<(first + 3)]), figures: figures)
            try await turn.publish()
            try await turn.consume()
        }
        figures.show("events a second", besides: "of plain HTTP")
    }
}

/// A log that nobody reads.
let silent = Logger(label: "benchmark", factory: { _ in SwiftLogNoOpLogHandler() })
