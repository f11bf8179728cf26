internal import ArgumentParser
internal import CivilTime
internal import FoundationEssentials
internal import TodoServer

/// Shows the dates of a recurrence rule.
struct RRuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rrule",
        abstract: "Show the dates that a recurrence rule gives.",
        discussion: """
            RULE is daily, weekly, monthly, yearly or a rule of RFC 5545, such as 'FREQ=MONTHLY;BYDAY=-1FR'. Each line
            has the local time, its offset from UTC and the instant in UTC. Dates and local times are written as
            2026-01-31, 2026-01-31T09:00 or 20260131T090000.

            With --batch, each line read is a JSON object with the members rule and start, and as needed zone, count,
            after, until, exdates and rdates; each line written is {"occurrences":[…]} or {"error":"…"}.
            """
    )

    @Argument(help: "The rule.") var rule: String?
    @Option(help: "Where the rule begins to count: a date, a local time, or an instant with Z or an offset.")
    var start: String?
    @Option(help: "IANA time zone of the local times.") var zone: String = "UTC"
    @Option(help: "The most dates to show, from 1 to 1,000,000.") var count: String = "10"
    @Option(help: "Only dates after this one.") var after: String?
    @Option(help: "Only dates up to this one.") var until: String?
    @Option(help: "A date to leave out; give it once for each.") var exdate: [String] = []
    @Option(help: "A date to add; give it once for each.") var rdate: [String] = []
    @Flag(help: "Write one JSON array of local times, or of dates if the start is one.") var json = false
    @Flag(help: "Read questions from standard input, one JSON object a line, and answer each with a line.")
    var batch = false

    func run() async throws {
        let settings = try SettingsLoader(flags: [:], environment: ProcessInfo.processInfo.environment).load()
        let zones = SystemZoneDatabase(directory: settings.text(.zoneDirectory))
        if batch { return try RRuleBatch(zones: zones).run(givenRule: rule) }
        guard let rule else { throw InputFault("a rule is missing, for example: todo rrule daily --start 2026-01-31") }
        guard let start else { throw InputFault("--start is missing, for example --start 2026-01-31T09:00") }
        guard let count = Int(count) else { throw InputFault("--count is a number of 1 to 1000000, not '\(count)'") }
        let question = RRuleQuestion(
            rule: rule, start: start, zone: zone, count: count, after: after, until: until, exdates: exdate,
            rdates: rdate)
        let answer = try RRuleAnswer(question, zones: zones)
        if json {
            StandardStream.output.write(line: "[" + answer.texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
        } else {
            for line in answer.lines { StandardStream.output.write(line: line) }
        }
    }
}
