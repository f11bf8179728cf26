import Glibc
import LoadSupport
import Synchronization

/// Measures how a server brings events to WebSockets.
@main
struct FanOutLoad {
    private static let usage = """
        fan-out-load opens WebSockets, publishes events over HTTP when they are due, and tells how they arrived.

          --sockets-port N --socket-path P [--socket-header 'A: b']… [--greeting TEXT [--ready-mark TEXT]]
          --users N --sockets-per-user N        sockets are spread over the users in turn
          [--pending N] [--missed-mark TEXT]    so many handshakes at once (256); in each message of a missed change
          --publish-port N --publish-path P [--publish-header 'A: b']… --body TEXT [--connections N]
          [--batch N --entry TEXT [--separator TEXT]]   events of so many users a request, for {entries} in body
          [--values FILE]                       lines of columns with tabs between them, one for each user
          [--server-pid N,…]                    processes whose time and memory count
          [--step RATE,SECONDS]…                events a second, for so long
          [--ramp RATE,FACTOR,SECONDS]          ever faster until an event is missing or p99 is a second, twice

        Paths, headers, greeting and body may hold {u} {t} {n} {n20} {s1} {s2} …; an event must carry t={t};n={n};
        """

    private static let names = [
        "sockets-port", "socket-path", "socket-header", "greeting", "ready-mark", "users", "sockets-per-user",
        "publish-port", "publish-path", "publish-header", "body", "connections", "values", "server-pid", "step", "ramp",
        "pending", "missed-mark", "batch", "entry", "separator",
    ]

    let watcher: Watcher
    let publisher: Publisher
    let processes: [Int]
    let socketsPerUser: Int

    static func main() {
        do {
            let options = try LoadOptions(Array(CommandLine.arguments.dropFirst()), names: names, usage: usage)
            raiseFileLimit()
            let load = try FanOutLoad(options)
            for step in options.all("step") {
                let numbers = try LoadOptions.numbers(step, 2, of: "step")
                print(try load.step(rate: numbers[0], seconds: numbers[1]).line)
            }
            if let ramp = options.text("ramp") {
                let numbers = try LoadOptions.numbers(ramp, 3, of: "ramp")
                try load.ramp(from: numbers[0], factor: numbers[1], seconds: numbers[2])
            }
        } catch {
            let message = Array("fan-out-load: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    init(_ options: LoadOptions) throws {
        let values = try options.columns()
        let users = try options.integer("users")
        guard values.isEmpty || values.count >= users else {
            throw LoadError(description: "--values has \(values.count) lines for \(users) users")
        }
        socketsPerUser = try options.integer("sockets-per-user")
        processes = (options.text("server-pid") ?? "").split(separator: ",").compactMap { Int($0) }
        let before = ServerUsage(processes)
        let begun = monotonicNanoseconds()
        watcher = Watcher(try FanOutLoad.sockets(options, values, users: users, socketsPerUser: socketsPerUser))
        try watcher.openAll(timeoutSeconds: 300)
        let seconds = Double(monotonicNanoseconds() - begun) / 1e9
        let batch = try options.integer("batch", default: 1)
        guard users % batch == 0 else {
            throw LoadError(description: "--batch is \(batch), of which \(users) users are no multiple")
        }
        publisher = try Publisher(
            .init(
                port: try options.integer("publish-port"),
                path: Template(try options.required("publish-path"), values: values),
                headers: options.all("publish-header").map { Template($0, values: values) },
                body: Template(try options.required("body"), values: values), users: users,
                connections: try options.integer("connections", default: 32), batch: batch,
                entry: try batch == 1 ? nil : Template(options.required("entry"), values: values),
                separator: Array((options.text("separator") ?? "").utf8)))
        let after = ServerUsage(processes)
        print(connected(seconds, before, after))
    }

    private static func sockets(
        _ options: LoadOptions, _ values: [[String]], users: Int, socketsPerUser: Int
    ) throws -> Watcher.Plan {
        var plan = Watcher.Plan(
            port: try options.integer("sockets-port"),
            path: Template(try options.required("socket-path"), values: values), users: users,
            socketsPerUser: socketsPerUser)
        plan.headers = options.all("socket-header").map { Template($0, values: values) }
        plan.greeting = options.text("greeting").map { Template($0, values: values) }
        plan.readyMark = options.text("ready-mark").map { Array($0.utf8) }
        plan.mostPending = try options.integer("pending", default: plan.mostPending)
        plan.missedMark = options.text("missed-mark").map { Array($0.utf8) }
        return plan
    }

    private func connected(_ seconds: Double, _ before: ServerUsage, _ after: ServerUsage) -> String {
        var report = Report()
        report.add("sockets", watcher.ready)
        report.add("connect_seconds", seconds)
        report.add("handshake_p99_ms", Double(watcher.handshakes.quantile(0.99)) / 1e6)
        report.add("ready_p50_ms", Double(watcher.readiness.quantile(0.5)) / 1e6)
        report.add("ready_p99_ms", Double(watcher.readiness.quantile(0.99)) / 1e6)
        report.add("replayed", watcher.replayed)
        report.add("server_us_per_socket", after.processorSeconds - before.processorSeconds, per: watcher.ready)
        report.add("kib_per_socket", Double(after.residentBytes - before.residentBytes) / 1_024 / Double(watcher.ready))
        return report.line
    }

    /// Raises the rate until a step fails twice.
    private func ramp(from rate: Double, factor: Double, seconds: Double) throws {
        var rate = rate
        var failures = 0
        while failures < 2 {
            let outcome = try step(rate: rate, seconds: seconds)
            print(outcome.line)
            failures = outcome.isSustained ? 0 : failures + 1
            if outcome.isSustained { rate *= factor }
        }
    }

    /// One step: so many events a second for so long, and what became of them.
    private func step(rate: Double, seconds: Double) throws -> StepOutcome {
        let count = max(1, Int(rate * seconds) / publisher.batch) * publisher.batch
        let expected = count * socketsPerUser
        watcher.sightings = Sightings()
        let lostBefore = watcher.lost
        let before = ServerUsage(processes)
        let start = monotonicNanoseconds() + 50_000_000
        let publishing = PublisherThread { [publisher] in
            try publisher.run(rate: rate, count: count, from: start, patienceSeconds: 20)
        }
        var idleSince = monotonicNanoseconds()
        var received = 0
        while watcher.sightings.received < expected {
            try watcher.turn(milliseconds: 20)
            let now = monotonicNanoseconds()
            if watcher.sightings.received != received || !publishing.isDone {
                received = watcher.sightings.received
                idleSince = now
            }
            if now - idleSince > 3_000_000_000 { break }
        }
        let sent = try publishing.result()
        let after = ServerUsage(processes)
        return StepOutcome(
            rate: rate, expected: expected, sent: sent, refused: publisher.refused, refusal: publisher.firstRefusal,
            lost: watcher.lost - lostBefore, sightings: watcher.sightings, answers: publisher.answers,
            seconds: Double(watcher.sightings.lastAt &- start) / 1e9,
            userSeconds: after.userSeconds - before.userSeconds,
            systemSeconds: after.systemSeconds - before.systemSeconds)
    }

    /// As many sockets as the system lets one process have.
    private static func raiseFileLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
