internal import NIOCore
internal import TodoServer

/// Lanes for service actors: the event loops in turn.
struct Lanes {
    private let group: any EventLoopGroup

    init(_ group: any EventLoopGroup) {
        self.group = group
    }

    /// The next event loop as an executor.
    func next() -> any SerialExecutor {
        group.next().executor
    }

    /// A lane of the next event loop that connections on other event loops may enter.
    func nextShared() -> SharedLane {
        SharedLane(home: group.next())
    }
}
