/// A token bucket as one number, the generic cell rate algorithm: when the bucket will be full again.
struct GenericCellRate: Equatable, Sendable {
    /// When all that was taken will have come back, in milliseconds since the epoch.
    var arrival: Int64
    /// Time in which one comes back, in milliseconds; fractions are lost, so a window holds a little more.
    let interval: Int64
    /// Time in which all come back, in milliseconds.
    let window: Int64

    /// Takes one at an instant and answers 0; or takes none and answers the time to wait, in milliseconds.
    mutating func take(at now: Int64) -> Int64 {
        let next = max(arrival, now) + interval
        guard next - now <= window else { return next - now - window }
        arrival = next
        return 0
    }

    /// How many could be taken at that instant.
    func left(at now: Int64) -> Int64 {
        max(0, (window - max(0, arrival - now)) / interval)
    }
}
