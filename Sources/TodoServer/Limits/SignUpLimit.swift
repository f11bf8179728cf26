internal import CivilTime
internal import HTTPTypes
internal import ServicePorts

/// Bounds how many accounts are made from one address.
struct SignUpLimit: Sendable {
    let counts: SharedCounts
    let clock: any WallClock
    /// Accounts in an hour; 0 for any number.
    let mostPerHour: Int

    private static let hour: Int64 = 3_600_000

    /// Counts a sign-up; throws a `Problem` that says how long to wait.
    func admit(_ address: ClientAddress) async throws(Problem) {
        guard mostPerHour > 0 else { return }
        let now = clock.now().millisecondsSinceEpoch
        let interval = SignUpLimit.hour / Int64(mostPerHour)
        let wait = await counts.update(
            "sign-up/\(address)", timeToLive: .seconds(3_600)
        ) { record -> (SharedCounts.Record?, Int64) in
            var rate = GenericCellRate(arrival: record?.instant ?? 0, interval: interval, window: SignUpLimit.hour)
            let wait = rate.take(at: now)
            return (.init(count: 0, instant: rate.arrival), wait)
        }
        guard wait > 0 else { return }
        let seconds = (wait + 999) / 1_000
        throw Problem(
            .tooManyAttempts, "too many accounts were made from here; try again in \(seconds) seconds",
            headers: [.retryAfter: String(seconds)])
    }
}
