/// A way for time, chance, identity, place or order to come from outside the ports, and what to use instead.
struct BannedCall: Sendable {
    /// The code that is banned, for example `Task.sleep`.
    let code: String
    /// What to use instead.
    let replacement: String
    /// Proper code that looks alike.
    let lookalike: String
    /// Words before which the code means something else, such as `extension Task {`.
    var exceptAfter: Set<String> = []

    /// The parts that run in the simulator, where everything ambient is banned.
    static let folders = [
        "Sources/CivilTime", "Sources/TodoDomain", "Sources/ServicePorts", "Sources/TodoPorts", "Sources/TodoServices",
        "Sources/SidecarRules", "Sources/DaprAdapters", "Sources/SimulationKit", "Sources/SimulationTesting",
        "Simulations",
    ]

    private static let time = "WallClock.now(), so that a simulation can own time"
    private static let waiting = "WallClock.sleep(for:), so that a simulation can own time"
    private static let chance = "a RandomSource handed in, so that a seed decides"
    private static let spawning = "the run() of a service, a task group, or the Spawner, so that the work has an owner"
    private static let lanes = "the lane that the actor was given, so that a simulation owns the order"
    private static let settings = "a setting passed in by the composition root"
    private static let declarations: Set = ["extension", "struct", "enum", "class", "actor", "protocol", "->"]

    static let all = [
        BannedCall(code: "Date()", replacement: time, lookalike: "CivilDate(day)"),
        BannedCall(code: "Date.now", replacement: time, lookalike: "clock.now()"),
        BannedCall(code: "ContinuousClock", replacement: time, lookalike: "let clock: any WallClock"),
        BannedCall(code: "SuspendingClock", replacement: time, lookalike: "let clock: any WallClock"),
        BannedCall(code: "DispatchTime", replacement: time, lookalike: "let time: Timestamp"),
        BannedCall(code: "clock_gettime", replacement: time, lookalike: "clock.now()"),
        BannedCall(code: "Task.sleep", replacement: waiting, lookalike: "try await clock.sleep(for: pause)"),
        BannedCall(code: "usleep", replacement: waiting, lookalike: "try await clock.sleep(for: pause)"),
        BannedCall(code: "UUID()", replacement: "RandomSource.identifier()", lookalike: "random.identifier()"),
        BannedCall(code: ".random(in:", replacement: chance, lookalike: "simulation.random(.network)"),
        BannedCall(code: ".random()", replacement: chance, lookalike: "random.next()"),
        BannedCall(code: ".shuffled()", replacement: chance, lookalike: "steps.shuffled(using: &stream)"),
        BannedCall(code: ".shuffle()", replacement: chance, lookalike: "steps.shuffle(using: &stream)"),
        BannedCall(code: ".randomElement()", replacement: chance, lookalike: "steps.randomElement(using: &stream)"),
        BannedCall(code: "SystemRandomNumberGenerator", replacement: chance, lookalike: "let random: any RandomSource"),
        BannedCall(
            code: "Task {", replacement: spawning, lookalike: "extension Task { }", exceptAfter: declarations),
        BannedCall(code: "Task(name:", replacement: spawning, lookalike: "Task(id: 7)"),
        BannedCall(code: "Task(priority:", replacement: spawning, lookalike: "TodoTask(priority: .high)"),
        BannedCall(code: "Task(executorPreference:", replacement: spawning, lookalike: "spawner.spawn(name) { }"),
        BannedCall(code: "Task.init", replacement: spawning, lookalike: "TodoTask.init"),
        BannedCall(code: "Task.detached", replacement: spawning, lookalike: "connection.detached()"),
        BannedCall(code: "Task.immediate", replacement: spawning, lookalike: "schedule.immediate"),
        BannedCall(code: "@MainActor", replacement: lanes, lookalike: "actor TaskService"),
        BannedCall(code: "@concurrent", replacement: lanes, lookalike: "nonisolated func run() async"),
        BannedCall(code: "DispatchQueue", replacement: lanes, lookalike: "let queue: [Job]"),
        BannedCall(code: "Thread", replacement: lanes, lookalike: "let thread = 1"),
        BannedCall(code: "ProcessInfo", replacement: settings, lookalike: "let processInformation: String"),
        BannedCall(code: "getenv", replacement: settings, lookalike: "settings.environment"),
        BannedCall(
            code: "TimeZone.current", replacement: "the zone stored with the value, through ZoneDatabase",
            lookalike: "task.timeZone"),
        BannedCall(code: "Locale.current", replacement: settings, lookalike: "request.locale"),
        BannedCall(code: "Calendar.current", replacement: "CivilDate", lookalike: "calendar.current"),
        BannedCall(
            code: ".hashValue", replacement: "a stable identifier: hashes differ from process to process",
            lookalike: "func hash(into hasher: inout Hasher)"),
    ]
}

extension BannedCall {
    var rule: TidyRule {
        let pattern = Token.all(in: Array(code.utf8)).map(\.text)
        return TidyRule(
            name: "no \(code) in what the simulator runs",
            breaches: [
                TidyRule.Example("let value = \(code)"),
                TidyRule.Example("let text = \"a \\(\(code)\""),
                TidyRule.Example("    \(code)", at: "Simulations/TodoSimulations/Example.swift"),
            ],
            proper: [
                TidyRule.Example(lookalike), TidyRule.Example("// \(code)"), TidyRule.Example("let text = \"\(code)\""),
                TidyRule.Example("let value = \(code)", at: "Sources/TodoServer/Example.swift"),
            ],
            findings: { file in
                guard file.isSwift, file.isUnder(BannedCall.folders) else { return [] }
                return matches(of: pattern, in: file.tokens).map { line in
                    TidyRule.Finding(
                        path: file.path, line: line, message: "`\(code)` is banned here: use \(replacement)")
                }
            }
        )
    }

    /// The lines at which the pattern begins.
    private func matches(of pattern: [String], in tokens: [Token]) -> [Int] {
        tokens.indices.compactMap { index in
            guard tokens[index...].count >= pattern.count,
                zip(pattern, tokens[index...]).allSatisfy({ $0 == $1.text })
            else { return nil }
            let isExcepted = index > 0 && exceptAfter.contains(tokens[index - 1].text)
            return isExcepted ? nil : tokens[index].line
        }
    }
}
