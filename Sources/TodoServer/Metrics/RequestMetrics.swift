internal import Metrics
internal import Synchronization

/// Counts and times requests, keeping what it counts with for each kind of them.
final class RequestMetrics: Sendable {
    /// A kind of request, of which there are only so many: none of these is what a client makes up.
    struct Kind: Hashable {
        let method: String
        let route: String
        let status: String
    }

    private struct Instruments {
        let count: Counter
        let duration: Timer
    }

    private let kept: Mutex<[Kind: Instruments]> = Mutex([:])

    /// Notes that a request of that kind took so long.
    func note(_ kind: Kind, _ duration: Duration) {
        let instruments = kept.withLock { kept in
            if let known = kept[kind] { return known }
            let made = RequestMetrics.instruments(of: kind)
            kept[kind] = made
            return made
        }
        instruments.count.increment()
        instruments.duration.record(duration: duration)
    }

    private static func instruments(of kind: Kind) -> Instruments {
        Instruments(
            count: Counter(
                label: "http_server_requests",
                dimensions: [("method", kind.method), ("route", kind.route), ("status", kind.status)]),
            duration: Timer(
                label: "http_server_request_duration", dimensions: [("method", kind.method), ("route", kind.route)]))
    }
}
