import Glibc
import LoadSupport

/// Measures how fast a server answers requests of one kind.
@main
struct APILoad {
    private static let usage = """
        api-load sends requests over kept connections, on each one after the other, and tells how they were answered.

          --port N [--connections N] [--method M] --path P [--header 'A: b']… [--body TEXT]
          --seconds N [--warm-up N]             measure for so long, after so long that does not count
          --requests N                          or send so many and tell nothing but that
          --status N                            what every answer must have; anything else ends the run
          [--occurs 'N TEXT']…                  what every body must have so often
          [--distinct TEXT]                     what comes before the part of the body that no other answer has
          [--values FILE] [--users N]           lines of columns with tabs between them, one for each user
          [--process NAME=PID,…]…               processes whose time counts, with those that they started

        Paths, headers and body may hold {u}, the number of the user, {n}, which of the user's requests it is,
        and {s1} {s2} …, the columns of the user's line.
        """

    private static let names = [
        "port", "connections", "method", "path", "header", "body", "seconds", "warm-up", "requests", "status", "occurs",
        "distinct", "values", "users", "process",
    ]

    static func main() {
        do {
            let options = try LoadOptions(
                Array(CommandLine.arguments.dropFirst()), names: names, usage: usage)
            print(try measure(options).line)
        } catch {
            let message = Array("api-load: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func measure(_ options: LoadOptions) throws -> Report {
        let processes = try options.all("process").map { try ProcessTree($0) }
        let loop = try ClosedLoop(ClosedLoop.Plan(options, values: try options.columns()))
        if options.text("requests") != nil {
            try loop.run(count: try options.integer("requests"))
            var report = Report()
            report.add("answered", loop.answered)
            return report
        }
        let seconds = try options.integer("seconds")
        if options.text("warm-up") != nil {
            try loop.run(until: monotonicNanoseconds() + UInt64(try options.integer("warm-up")) * 1_000_000_000)
        }
        let before = (answered: loop.answered, bytes: loop.bytes, usage: processes.map(\.usage))
        loop.answers = Histogram()
        let begun = monotonicNanoseconds()
        try loop.run(until: begun + UInt64(seconds) * 1_000_000_000)
        let took = Double(monotonicNanoseconds() - begun) / 1e9
        let count = loop.answered - before.answered
        var report = Report()
        report.add("per_second", Double(count) / took)
        for (name, share) in [("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99), ("p999_ms", 0.999), ("max_ms", 1)] {
            report.add(name, Double(loop.answers.quantile(share)) / 1e6)
        }
        for (process, earlier) in zip(processes, before.usage) {
            let usage = process.usage
            report.add("\(process.name)_us", usage.processorSeconds - earlier.processorSeconds, per: count)
            report.add("\(process.name)_user_us", usage.userSeconds - earlier.userSeconds, per: count)
            report.add("\(process.name)_mib", Double(usage.residentBytes) / 1_048_576)
        }
        report.add("bytes_each", count > 0 ? (loop.bytes - before.bytes) / count : 0)
        report.add("answered", count)
        report.add("answered_in_all", loop.answered)
        return report
    }
}
