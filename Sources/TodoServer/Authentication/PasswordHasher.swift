internal import HTTPTypes
internal import NIOPosix
internal import ServicePorts
internal import Synchronization

/// Makes and checks password hashes on threads of their own, a bounded number at a time.
final class PasswordHasher: Sendable {
    private let pool: NIOThreadPool
    private let random: any RandomSource
    private let cost: PasswordHash.Cost
    private let waiting = Atomic<Int>(0)

    /// Calls that may be queued or running at once; more are refused, so that a flood cannot fill the memory.
    static let mostAtOnce = 64

    init(pool: NIOThreadPool, random: any RandomSource, cost: PasswordHash.Cost = .standard) {
        self.pool = pool
        self.random = random
        self.cost = cost
    }

    /// The encoded hash of a new password; throws a `Problem` when too many wait already.
    func hash(_ password: String) async throws -> String {
        let salt = (0..<PasswordHash.saltByteCount / 8).flatMap { _ in
            withUnsafeBytes(of: random.next()) { Array($0) }
        }
        let cost = cost
        return try await run { try PasswordHash(password: password, salt: salt, cost: cost).encoded }
    }

    /// True when the password made the encoded hash.
    ///
    /// Without a hash it works as long and answers false, so that the time does not tell whether an account exists.
    func verify(_ password: String, against encoded: String?) async throws -> Bool {
        let cost = cost
        return try await run {
            guard let hash = encoded.flatMap(PasswordHash.init(encoded:)) else {
                _ = try PasswordHash(
                    password: password, salt: Array(repeating: 0, count: PasswordHash.saltByteCount), cost: cost)
                return false
            }
            return try hash.matches(password)
        }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let before = waiting.add(1, ordering: .relaxed).oldValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard before < PasswordHasher.mostAtOnce else {
            throw Problem(
                .unavailable, "too many people sign in at this moment; try again in a few seconds",
                headers: [.retryAfter: "5"])
        }
        return try await pool.runIfActive(work)
    }
}
