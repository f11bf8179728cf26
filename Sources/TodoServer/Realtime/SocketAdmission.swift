internal import CivilTime
internal import NIOCore
internal import Synchronization

/// Counts the WebSockets of a server and admits no more than so many.
///
/// They have a bound of their own below that of connections, or sockets that stay for days would leave no connection
/// for requests, among them those that bring the very events that the sockets wait for.
final class SocketAdmission: Sendable {
    private let most: Int
    private let open = Atomic<Int>(0)

    init(most: Int) {
        self.most = most
    }

    /// Sockets open now.
    var count: Int { open.load(ordering: .relaxed) }

    /// True when there is room for one more.
    var hasRoom: Bool { count < most }

    /// Counts a socket until its channel closes.
    func enter(_ channel: any Channel) {
        open.add(1, ordering: .relaxed)
        channel.closeFuture.whenComplete { [self] _ in open.subtract(1, ordering: .relaxed) }
    }

    /// When a socket says goodbye after the server began to stop, and how much later its client should come back.
    ///
    /// A thousand sockets a second leave and half as many come back, so that whoever takes them over is not run down;
    /// few are not kept waiting. Sockets are spread evenly by their numbers.
    func departure(of id: UInt64) -> (delay: Duration, comeBackAfter: Duration) {
        let share = Double((id &* 0x9E37_79B9_7F4A_7C15) >> 11) / Double(UInt64(1) << 53)
        let milliseconds = Double(min(count, SocketAdmission.mostSpread))
        return (.milliseconds(Int64(share * milliseconds)), .milliseconds(Int64((1 - share) * 2 * milliseconds)))
    }

    /// Sockets over which departures are spread at that pace; more leave faster, for a shutdown does not wait longer.
    private static let mostSpread = 5_000
}
