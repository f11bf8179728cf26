internal import HTTPTypes
internal import NIOPosix
internal import Synchronization

/// Lets a few files in and out at once: each may take many megabytes and a second of a core.
final class FileAdmission: Sendable {
    private let underWay = Atomic<Int>(0)
    private let most: Int

    /// The most at once, of all users.
    static let standard = 8

    init(most: Int = FileAdmission.standard) {
        self.most = most
    }

    /// Runs the work if there is room; throws a `Problem` when there is none.
    func run<Value>(_ work: () async throws -> Value) async throws -> Value {
        try enter()
        defer { leave() }
        return try await work()
    }

    /// Takes a place, to be left again; throws a `Problem` when there is none.
    func enter() throws(Problem) {
        guard underWay.add(1, ordering: .relaxed).oldValue < most else {
            leave()
            throw Problem(
                .unavailable, "too many files are read and written at this moment; try again in a few seconds",
                headers: [.retryAfter: "5"])
        }
    }

    /// Leaves the place.
    func leave() {
        underWay.subtract(1, ordering: .relaxed)
    }

    /// Runs what takes long without waiting on a thread where it holds nobody up.
    static func besideRequests<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(work)
    }
}
