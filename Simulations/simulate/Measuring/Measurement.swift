/// What a piece of work took.
struct Measurement<Output> {
    /// What the work answered.
    let output: Output
    /// Seconds on the wall.
    let seconds: Double

    /// Times the work.
    static func of(_ work: () throws -> Output) rethrows -> Measurement {
        let start = ContinuousClock.now
        let output = try work()
        return Measurement(output: output, seconds: max((ContinuousClock.now - start).seconds, 1e-9))
    }

    /// Does the work several times and answers the run of median length.
    static func median(of rounds: Int, _ work: () throws -> Output) rethrows -> Measurement {
        var runs: [Measurement] = []
        for _ in 0..<rounds { runs.append(try of(work)) }
        return median(of: runs)
    }

    /// The run of median length; `runs` must not be empty.
    static func median(of runs: [Measurement]) -> Measurement {
        runs.sorted { $0.seconds < $1.seconds }[runs.count / 2]
    }
}

/// Lines of a report: a name, then a figure.
enum Figures {
    static func line(_ name: String, _ figure: String) {
        print("  " + name + String(repeating: " ", count: max(1, 44 - name.count)) + figure)
    }

    /// The number with spaces between its thousands.
    static func grouped(_ value: Double) -> String {
        var digits = String(Int(value.rounded()))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(Substring(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([Substring(digits)] + groups).joined(separator: " ")
    }

    /// The number with one digit after the point.
    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
