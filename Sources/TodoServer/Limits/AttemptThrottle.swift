internal import CivilTime
internal import HTTPTypes
internal import ServicePorts

/// Slows down who guesses passwords, by account and by address, ever more the longer it goes on.
///
/// Attempts are counted before the password is looked at, so that many at once are no way around. An account waits a
/// minute at most, whoever keeps guessing; and from an address where its owner signed in before it is counted apart
/// from all others, so that strangers cannot keep the owner out. It is the same for emails without an account.
struct AttemptThrottle: Sendable {
    /// How the wait grows.
    struct Rule: Sendable {
        /// Attempts that need no wait.
        var free: Int64
        /// The longest wait.
        var longestWait: Duration

        /// The wait after so many attempts: a second after the last free one, then twice as long each time.
        func wait(after attempts: Int64) -> Duration {
            guard attempts >= free else { return .zero }
            let doublings = min(attempts - free, 30)
            return min(longestWait, .seconds(Int64(1) << doublings))
        }
    }

    let counts: SharedCounts
    let clock: any WallClock
    let account: Rule
    let address: Rule

    /// Attempts are forgotten so long after the last one.
    private static let memory: Duration = .seconds(86_400)
    /// Addresses where an owner signed in are remembered for so long.
    private static let familiarity: Duration = .seconds(90 * 86_400)

    init(counts: SharedCounts, clock: any WallClock, freeAttempts: Int) {
        self.counts = counts
        self.clock = clock
        account = Rule(free: Int64(freeAttempts), longestWait: .seconds(60))
        address = Rule(free: Int64(freeAttempts) * 10, longestWait: .seconds(900))
    }

    /// Counts an attempt for the account of that name; throws a `Problem` that says how long to wait.
    func admit(_ name: String, from address: ClientAddress) async throws(Problem) {
        try await admit(AttemptThrottle.key("address", address.description), self.address)
        try await admit(await accountKey(name, address), account)
    }

    /// Takes the attempt back, and remembers the address as one of the account's owner.
    func succeeded(_ name: String, from address: ClientAddress) async {
        await counts.update(await accountKey(name, address), timeToLive: AttemptThrottle.memory) { _ in (nil, ()) }
        await counts.update(
            AttemptThrottle.key("address", address.description), timeToLive: AttemptThrottle.memory
        ) { record in
            (record.map { SharedCounts.Record(count: max(0, $0.count - 1), instant: $0.instant) }, ())
        }
        await counts.update(familiarKey(name, address), timeToLive: AttemptThrottle.familiarity) { _ in
            (SharedCounts.Record(count: 1, instant: clock.now().millisecondsSinceEpoch), ())
        }
    }

    private func admit(_ key: String, _ rule: Rule) async throws(Problem) {
        let now = clock.now()
        let wait = await counts.update(key, timeToLive: AttemptThrottle.memory) {
            record -> (SharedCounts.Record?, Int64) in
            let attempts = record?.count ?? 0
            let readyAt = (record?.instant ?? 0) + rule.wait(after: attempts).wholeMilliseconds
            let wait = attempts == 0 ? 0 : readyAt - now.millisecondsSinceEpoch
            // Who comes too early does not make the wait longer, or guessing would lock the owner out for good.
            guard wait <= 0 else { return (record, wait) }
            return (.init(count: attempts + 1, instant: now.millisecondsSinceEpoch), 0)
        }
        guard wait <= 0 else {
            let seconds = (wait + 999) / 1_000
            throw Problem(
                .tooManyAttempts, "too many attempts to sign in; try again in \(seconds) seconds",
                headers: [.retryAfter: String(seconds)])
        }
    }

    private func accountKey(_ name: String, _ address: ClientAddress) async -> String {
        let isFamiliar = await counts.read(familiarKey(name, address)) != nil
        return isFamiliar
            ? AttemptThrottle.key("familiar-attempts", name + "\n" + address.description)
            : AttemptThrottle.key("account", name)
    }

    private func familiarKey(_ name: String, _ address: ClientAddress) -> String {
        AttemptThrottle.key("familiar", name + "\n" + address.description)
    }

    /// Names are digested: the state store need not know who has an account.
    private static func key(_ kind: String, _ name: String) -> String {
        "sign-in/\(kind)/\(ContentHash.sha256(Array(name.utf8)).prefix(32))"
    }
}
