extension ZoneRules {
    /// A change of a zone's offset.
    public struct Change: Hashable, Sendable {
        /// When the clocks are changed.
        public let instant: Timestamp
        /// Offset in seconds east of UTC from then on.
        public let offsetSeconds: Int

        /// A change at that instant to that offset.
        public init(at instant: Timestamp, offsetSeconds: Int) {
            self.instant = instant
            self.offsetSeconds = offsetSeconds
        }
    }

    /// A zone with one offset, in seconds east of UTC, before its first change and others from each change on; nil
    /// when the changes are not in order.
    public init?(name: String, offsetSeconds: Int, changes: [Change]) {
        let seconds = changes.map { Int64(Int($0.instant.millisecondsSinceEpoch).floorDivided(by: 1_000)) }
        guard zip(seconds, seconds.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        self.init(
            name: name, transitionSeconds: seconds, offsetsAfter: changes.map(\.offsetSeconds),
            initialOffset: offsetSeconds, tail: nil)
    }
}
