import Glibc
import LoadSupport

/// Measures how late reminders that are due at one instant come to the sockets of their users.
@main
struct ReminderLoad {
    private static let usage = """
        reminder-load creates tasks with a reminder at one instant, opens each user's socket, and tells how the
        reminders arrived.

          --port N --values FILE                each line a user's identity, a tab and an access token
          --reminders N                         for each user
          --lead N                              seconds between the last task and the instant, at least
          [--sockets-port N] [--process NAME=PID,…]…
        """

    private static let names = ["port", "sockets-port", "values", "reminders", "lead", "process", "create-seconds"]

    static func main() {
        do {
            let options = try LoadOptions(Array(CommandLine.arguments.dropFirst()), names: names, usage: usage)
            print(try measure(options).line)
        } catch {
            let message = Array("reminder-load: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func measure(_ options: LoadOptions) throws -> Report {
        let values = try options.columns()
        let each = try options.integer("reminders")
        let total = each * values.count
        let processes = try options.all("process").map { try ProcessTree($0) }
        // A whole second after all tasks are there, as far as can be told.
        let seconds = try options.integer("create-seconds", default: 20) + options.integer("lead", default: 5)
        let dueWall = wallNanoseconds() / 1_000_000_000 + UInt64(seconds) + 1
        let due = monotonicNanoseconds() + dueWall * 1_000_000_000 - wallNanoseconds()
        try create(total, values, due: due, at: dueWall, port: try options.integer("port"))
        guard monotonicNanoseconds() + 1_000_000_000 < due else {
            throw LoadError(description: "creating the tasks took longer than --create-seconds")
        }
        var plan = Watcher.Plan(
            port: try options.integer("sockets-port", default: try options.integer("port")),
            path: Template("/ws"), users: values.count, socketsPerUser: 1)
        plan.greeting = Template(#"{"type":"authenticate","token":"{s2}"}"#, values: values)
        plan.readyMark = Array(#""type":"ready""#.utf8)
        plan.eventMark = Array(#""type":"notification""#.utf8)
        plan.isOrdered = false
        let watcher = Watcher(plan)
        try watcher.openAll(timeoutSeconds: 30)
        while monotonicNanoseconds() + 200_000_000 < due { try watcher.turn(milliseconds: 50) }
        let early = watcher.sightings.received
        let before = processes.map(\.usage)
        var idleSince = due
        var received = 0
        while watcher.sightings.received < total, monotonicNanoseconds() < idleSince + 60_000_000_000 {
            try watcher.turn(milliseconds: 20)
            guard watcher.sightings.received != received else { continue }
            received = watcher.sightings.received
            idleSince = max(due, monotonicNanoseconds())
        }
        // What came twice would come soon.
        let end = monotonicNanoseconds() + 1_000_000_000
        while monotonicNanoseconds() < end { try watcher.turn(milliseconds: 20) }
        return report(watcher, total: total, early: early, zip(processes, before).map { ($0, $1) })
    }

    private static func create(
        _ total: Int, _ values: [[String]], due: UInt64, at second: UInt64, port: Int
    ) throws {
        var plan = ClosedLoop.Plan(port: port, path: Template("/api/{s1}/tasks", values: values), users: values.count)
        plan.method = "POST"
        plan.headers = [
            Template("Authorization: Bearer {s2}", values: values), Template("Content-Type: application/json"),
        ]
        plan.body = Template(
            #"{"title":"t={t};n={n};","description":"to be reminded of","reminder_at":"\#(instant(second))"}"#)
        plan.status = 201
        plan.due = due
        try ClosedLoop(plan).run(count: total)
    }

    private static func report(
        _ watcher: Watcher, total: Int, early: Int, _ processes: [(ProcessTree, ServerUsage)]
    ) -> Report {
        let sightings = watcher.sightings
        var report = Report()
        report.add("reminders", total)
        report.add("received", sightings.received)
        report.add("missing", total - sightings.received + sightings.repeated)
        report.add("repeated", sightings.repeated)
        report.add("early", early + sightings.early)
        report.add("sockets_lost", watcher.lost)
        for (name, share) in [("first_ms", 0), ("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99), ("max_ms", 1)] {
            report.add(name, Double(sightings.latencies.quantile(share)) / 1e6)
        }
        for (process, before) in processes {
            report.add(
                "\(process.name)_us_each", process.usage.processorSeconds - before.processorSeconds,
                per: sightings.received)
        }
        return report
    }

    private static func wallNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// The second since the epoch as RFC 3339 has it.
    private static func instant(_ second: UInt64) -> String {
        var time = time_t(second)
        var parts = tm()
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
