internal import CivilTime
public import ServicePorts
internal import Synchronization

/// Bounds how many requests one user and one address make in a minute, counted by all replicas together.
///
/// A request is counted in memory and never waits for the state store. What busy callers took is shared every second:
/// between two rounds each replica knows only its own part, so that a caller of several replicas gets at most a
/// second's worth of requests more from each.
public final class RequestLimits: Sendable {
    /// What one caller may do.
    struct Quota: Sendable {
        /// What it is called in headers.
        let name: String
        /// Requests in a minute; 0 for any number.
        let perMinute: Int

        static let window: Int64 = 60_000

        var interval: Int64 { max(1, Quota.window / Int64(max(1, perMinute))) }
        /// As `RateLimit-Policy` names it.
        var policy: String { "\"\(name)\";q=\(perMinute);w=60" }
    }

    /// What became of one request.
    struct Verdict: Sendable, Equatable {
        /// Requests that are left.
        var left: Int64
        /// Seconds until all are back.
        var secondsToFull: Int64
        /// Seconds to wait; nil when the request may go on.
        var wait: Int64?
    }

    private struct Cell {
        var rate: GenericCellRate
        var unshared: Int64
    }

    let user: Quota
    let address: Quota
    private let counts: SharedCounts
    private let clock: any WallClock
    private let cells = Mutex<[String: Cell]>([:])

    private static let mostCells = 50_000
    private static let mostSharedAtOnce = 500

    /// Limits of so many requests in a minute, shared through that store; without one, each process has its own.
    public init(perUser: Int, perAddress: Int, store: (any StateStore)?, clock: any WallClock) {
        user = Quota(name: "user", perMinute: perUser)
        address = Quota(name: "address", perMinute: perAddress)
        counts = SharedCounts(store: store, clock: clock)
        self.clock = clock
    }

    /// Counts a request; nil when there is no quota.
    func take(_ quota: Quota, of caller: String) -> Verdict? {
        guard quota.perMinute > 0 else { return nil }
        let now = clock.now().millisecondsSinceEpoch
        return cells.withLock { cells in
            if cells.count >= RequestLimits.mostCells { cells = cells.filter { $0.value.rate.arrival > now } }
            if cells.count >= RequestLimits.mostCells { cells.removeAll() }
            let key = quota.name + "/" + caller
            var cell =
                cells[key]
                ?? Cell(
                    rate: GenericCellRate(arrival: 0, interval: quota.interval, window: Quota.window), unshared: 0)
            let wait = cell.rate.take(at: now)
            if wait == 0 { cell.unshared += 1 }
            cells[key] = cell
            return Verdict(
                left: cell.rate.left(at: now), secondsToFull: (max(0, cell.rate.arrival - now) + 999) / 1_000,
                wait: wait == 0 ? nil : (wait + 999) / 1_000)
        }
    }

    /// Shares what was counted every second until cancelled; throws `CancellationError`.
    public func run() async throws {
        while true {
            try await clock.sleep(for: .seconds(1))
            await share()
        }
    }

    /// Shares what busy callers took, and learns what they took of others.
    func share() async {
        let now = clock.now().millisecondsSinceEpoch
        let busy = cells.withLock { cells in
            // Whoever has taken little is far from any limit, however many replicas there are.
            cells.filter { $0.value.unshared > 0 && $0.value.rate.arrival - now > Quota.window / 4 }
                .sorted { $0.value.rate.arrival > $1.value.rate.arrival }.prefix(RequestLimits.mostSharedAtOnce)
        }
        for (key, cell) in busy {
            let arrival = await counts.update(
                "rate/" + ContentHash.sha256(Array(key.utf8)).prefix(32), timeToLive: .milliseconds(Quota.window)
            ) { record -> (SharedCounts.Record?, Int64) in
                let shared = max(record?.instant ?? 0, now) + cell.unshared * cell.rate.interval
                let bounded = min(shared, now + Quota.window)
                return (.init(count: 0, instant: bounded), bounded)
            }
            cells.withLock { cells in
                guard var known = cells[key] else { return }
                known.unshared -= cell.unshared
                known.rate.arrival = max(known.rate.arrival, arrival)
                cells[key] = known
            }
        }
    }
}
