internal import NIOCore

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
}
