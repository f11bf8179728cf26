internal import SimulationKit

/// The text of a Swift test that runs exactly one scenario under one seed and expects every invariant to hold.
///
/// A planted bug is left out, so that the test passes once the code is right; its companion may plant it again.
public struct RegressionTest: Sendable {
    /// Name of the test's type, such as `OneSuccessorSeed1`.
    public let typeName: String
    private let scenario: FullSystem
    private let seed: UInt64
    private let invariant: String
    private let story: [String]

    /// A test of that scenario; without a name, one made of invariant and seed.
    public init(typeName: String?, scenario: FullSystem, seed: UInt64, invariant: String, story: [String]) {
        self.typeName = typeName ?? RegressionTest.typeName(invariant, seed)
        self.scenario = scenario
        self.seed = seed
        self.invariant = invariant
        self.story = story
    }

    private static func typeName(_ invariant: String, _ seed: UInt64) -> String {
        let words = invariant.split { !$0.isLetter && !$0.isNumber }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Seed\(seed)"
    }

    /// True for what can be the name of a Swift type: a capital letter, then letters and digits, all of them ASCII.
    public static func isTypeName(_ name: String) -> Bool {
        guard let first = name.first, first.isUppercase else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// The whole file.
    public var text: String {
        """
        import SimulationKit
        import Testing
        import TodoSimulations

        /// What was left of a failing run when it was made small.
        ///
        \(story.map { "/// " + RegressionTest.narrow($0) }.joined(separator: "\n"))
        @Suite("Regression: \(invariant), seed \(seed)")
        struct \(typeName) {
            static let seed: UInt64 = \(seed)

            static func scenario() throws -> FullSystem {
        \(body.map { "        " + $0 }.joined(separator: "\n"))
            }

            @Test("every invariant holds on what was left of the seed")
            func holds() throws {
                let report = try \(typeName).scenario().run(seed: \(typeName).seed)
                #expect(report.failure == nil, "\\(report.failure?.description ?? "")")
                #expect(!report.steps.isEmpty, "nobody sent a command")
            }
        }

        """
    }

    private var body: [String] {
        let size = "users: \(scenario.users), hours: \(scenario.hours), devices: \(scenario.devices)"
        let name = scenario.name == .fullSystem ? "" : ".\(scenario.name), "
        var lines = ["FullSystem(\(name)\(size), faults: .\(scenario.faults.rawValue))"]
        lines += settings + chance
        if let selection = scenario.selection {
            lines += ["let texts = ["]
            let comma = selection.texts.count > 1 ? "," : ""
            lines += selection.texts.flatMap { RegressionTest.wrapped($0, comma) }
            lines += ["]", "let selection = try #require(CommandSelection(texts: texts))"]
            lines.append("scenario.selection = selection")
        }
        guard lines.count > 1 else { return lines }
        lines[0] = "var scenario = " + lines[0]
        return lines + ["return scenario"]
    }

    /// What differs from an ordinary run.
    private var settings: [String] {
        let ordinary = FullSystem(scenario.name)
        let numbers: [(name: String, value: Int?, usual: Int?)] = [
            ("replicas", scenario.replicas, nil),
            ("rollingRestartMinutes", scenario.rollingRestartMinutes, nil),
            ("convergenceMinutes", scenario.convergenceMinutes, ordinary.convergenceMinutes),
            ("meanPauseMinutes", scenario.meanPauseMinutes, ordinary.meanPauseMinutes),
            ("meanSessionMinutes", scenario.meanSessionMinutes, ordinary.meanSessionMinutes),
            ("meanAwayMinutes", scenario.meanAwayMinutes, ordinary.meanAwayMinutes),
        ]
        let lines = numbers.filter { $0.value != $0.usual }.compactMap { number in
            number.value.map { "scenario.\(number.name) = \($0)" }
        }
        return lines + (scenario.start.map { ["scenario.start = StartDate(text: \"\($0.text)\")"] } ?? [])
    }

    /// Which faults and which order of jobs the run draws.
    private var chance: [String] {
        var lines: [String] = []
        if scenario.withoutFaults.count == FaultFamily.allCases.count {
            lines.append("scenario.withoutFaults = Set(FaultFamily.allCases)")
        } else if !scenario.withoutFaults.isEmpty {
            lines.append("scenario.withoutFaults = [")
            lines += FaultFamily.allCases.filter(scenario.withoutFaults.contains).map { "    .\($0.rawValue)," }
            lines.append("]")
        }
        if scenario.softenedFaults != .none {
            let text = scenario.softenedFaults.text
            lines.append("scenario.softenedFaults = try #require(FaultSoftening(text: \"\(text)\"))")
        }
        if let wiring = scenario.wiring { lines.append("scenario.wiring = .\(wiring.rawValue)") }
        if let schedule = scenario.schedule {
            lines.append("scenario.schedule = Schedule(text: \"\(schedule)\")")
        }
        if let exceptions = scenario.fifoExcept {
            lines += exceptions == .none ? ["scenario.fifoExcept = DecisionSet.none"] : RegressionTest.turns(exceptions)
        }
        if scenario.redraw != 0 { lines.append("scenario.redraw = \(scenario.redraw)") }
        return lines
    }

    private static func turns(_ exceptions: DecisionSet) -> [String] {
        ["let decisions = ["] + wrapped(exceptions.text, "") + [
            "]", "let exceptions = try #require(DecisionSet(text: decisions.joined()))",
            "scenario.fifoExcept = exceptions",
        ]
    }

    /// A text of a selection as array elements; long ones are joined from pieces that fit a line.
    private static func wrapped(_ text: String, _ comma: String) -> [String] {
        var pieces = [""]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let addition = (pieces == [""] ? "" : ",") + part
            if pieces[pieces.count - 1].count + addition.count > 90 { pieces.append("") }
            pieces[pieces.count - 1] += addition
        }
        return pieces.enumerated().map { index, piece in
            (index == 0 ? "    " : "        + ") + "\"\(piece)\"" + (index == pieces.count - 1 ? comma : "")
        }
    }

    /// A comment line that fits the width of a line.
    private static func narrow(_ line: String) -> String {
        line.count > 114 ? line.prefix(113) + "…" : line
    }
}
