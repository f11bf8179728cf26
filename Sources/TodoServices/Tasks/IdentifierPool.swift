internal import TodoPorts

/// Identities reserved from the store ahead of need, so that most commands need no extra call.
struct IdentifierPool {
    private let kind: IdentifierKind
    private let blockSize: Int64
    private var next: Int64 = 1
    private var end: Int64 = 1

    init(kind: IdentifierKind, blockSize: Int64) {
        self.kind = kind
        self.blockSize = blockSize
    }

    var available: Int64 { end - next }

    /// The identity `offset` places ahead, which must be available.
    func peek(_ offset: Int64) -> Int64 {
        precondition(next + offset < end, "no \(kind.rawValue) identity is reserved")
        return next + offset
    }

    /// True for an identity that is reserved and that nobody took yet.
    func isReserved(_ identifier: Int64) -> Bool { (next..<end).contains(identifier) }

    /// Takes `count` identities.
    mutating func take(_ count: Int64) {
        take(through: next + count - 1)
    }

    /// Takes every identity up to and including the given one.
    mutating func take(through identifier: Int64) {
        precondition(identifier < end, "\(kind.rawValue) identity \(identifier) is not reserved")
        next = identifier + 1
    }

    /// Adds a reserved block; what was left of an older one is given up.
    mutating func refill(first: Int64, count: Int64) {
        next = first
        end = first + count
    }

    /// How many to reserve so that `count` are available, nil when they are.
    func shortfall(for count: Int64) -> Int64? {
        available >= count ? nil : max(blockSize, count)
    }
}
