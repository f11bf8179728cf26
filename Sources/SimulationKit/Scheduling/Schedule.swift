/// How the next of several ready jobs is chosen.
public enum Schedule: Sendable, Hashable {
    /// Each ready job is equally likely: finds what a few coin tosses find.
    case uniform
    /// The one that has waited longest: what most executors do, and one order only.
    case firstInFirstOut
    /// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010): always the ready job
    /// of the highest priority, where lanes and tasks have drawn priorities, and at depth - 1 drawn decisions of each
    /// round whoever would run next drops below all others.
    ///
    /// A bug of depth d shows when d decisions of a round come in one certain order. Each round finds it with a
    /// probability of at least 1 / (n × k^(d - 1)). Here n counts the lanes with jobs in that round plus its tasks that
    /// are on no lane, children of task groups each for itself; k is `stepsPerRound`, counted in scheduling decisions.
    /// The bound holds for bugs that begin and end within one round; after k decisions all priorities are drawn anew,
    /// so that long runs do not thin their few change points out. It holds of the choices among the jobs that are ready
    /// at one instant: virtual time moves on only when nothing is ready, so that no priority can hold it up.
    case probabilistic(depth: Int)

    /// Scheduling decisions of one round of probabilistic concurrency testing, the k of its bound.
    public static let stepsPerRound = 10_000

    /// Reads `uniform`, `fifo`, `pct` (of depth 3) or `pct:d` with a depth of 1 to 9; nil for anything else.
    public init?(text: String) {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (words.first, words.count) {
        case ("uniform", 1): self = .uniform
        case ("fifo", 1): self = .firstInFirstOut
        case ("pct", 1): self = .probabilistic(depth: 3)
        case ("pct", 2):
            guard let depth = Int(words[1]), (1...9).contains(depth) else { return nil }
            self = .probabilistic(depth: depth)
        default: return nil
        }
    }

    /// The schedule that a seed draws: mostly uniform, at times in the order of arrival, at times probabilistic
    /// concurrency testing of depth 2 to 4; from a stream of its own.
    public static func swarm(_ seed: UInt64) -> Schedule {
        var stream = RandomStream(seed: seed, name: StreamName("swarm").child("schedule"))
        return switch stream.below(100) {
        case ..<60: .uniform
        case ..<70: .firstInFirstOut
        default: .probabilistic(depth: Int(stream.number(in: 2...4)))
        }
    }
}

extension Schedule: CustomStringConvertible {
    /// What `init(text:)` reads.
    public var description: String {
        switch self {
        case .uniform: "uniform"
        case .firstInFirstOut: "fifo"
        case .probabilistic(let depth): "pct:\(depth)"
        }
    }
}
