internal import CivilTime
internal import Logging
internal import Metrics
public import ServicePorts
internal import Synchronization
internal import TodoDomain
public import TodoPorts

/// What this process knows to be revoked, and the connections that have to end when more is.
///
/// It holds the last end of each user's sessions, so that checking one is a look in memory. Every process follows what
/// others revoke, some seconds behind.
public final class Revocations: Sendable {
    /// A connection that goes on after its caller was let in.
    private struct Connection {
        let caller: Caller
        let end: @Sendable () -> Void
    }

    private struct State {
        var sessionEnds: [UserID: Revocation] = [:]
        var connections: [UserID: [UInt64: Connection]] = [:]
        var isKnown: Bool
    }

    private let state: Mutex<State>
    private static let failures = Counter(label: "todo_revocation_reads_failed_total")

    /// Nothing is revoked; nobody is let in before `load` or `follow` read what is, unless that is known already.
    public init(isKnown: Bool = false) {
        state = Mutex(State(isKnown: isKnown))
    }

    /// True once it is known what is revoked, so that callers can be let in.
    public var isKnown: Bool { state.withLock { $0.isKnown } }

    /// Takes note of what was revoked, and ends the connections that are of it.
    public func take(_ revocations: [Revocation]) {
        let ended = state.withLock { state in
            revocations.flatMap { revocation -> [@Sendable () -> Void] in
                if revocation.apiTokenID == nil {
                    let known = state.sessionEnds[revocation.userID]
                    guard known.map({ $0.generation < revocation.generation }) ?? true else { return [] }
                    state.sessionEnds[revocation.userID] = revocation
                }
                let open = state.connections[revocation.userID] ?? [:]
                return open.values.filter { Revocations.covers(revocation, $0.caller) }.map(\.end)
            }
        }
        for end in ended { end() }
    }

    /// Throws `AccessTokenError.revoked` for a caller whose session was ended, or `RevocationsUnknown`.
    func require(_ caller: Caller) throws {
        try state.withLock { try Revocations.require(caller, $0) }
    }

    /// Counts a connection, which `end` ends once its caller's credential is revoked; throws what `require` throws.
    func enter(_ id: UInt64, _ caller: Caller, end: @escaping @Sendable () -> Void) throws {
        try state.withLock { state in
            try Revocations.require(caller, state)
            state.connections[caller.user, default: [:]][id] = Connection(caller: caller, end: end)
        }
    }

    /// Forgets a connection of that user.
    func leave(_ id: UInt64, _ user: UserID) {
        state.withLock { state in
            state.connections[user]?[id] = nil
            if state.connections[user]?.isEmpty == true { state.connections[user] = nil }
        }
    }

    /// Number of connections that are watched.
    var connectionCount: Int { state.withLock { $0.connections.values.reduce(0) { $0 + $1.count } } }

    private static func require(_ caller: Caller, _ state: State) throws {
        guard state.isKnown else { throw RevocationsUnknown() }
        if let end = state.sessionEnds[caller.user], covers(end, caller) { throw AccessTokenError.revoked }
    }

    private static func covers(_ revocation: Revocation, _ caller: Caller) -> Bool {
        switch (revocation.apiTokenID, caller.credential) {
        case (nil, .session(_, let generation?)): generation < revocation.generation
        case (nil, .session(let issuedAt, nil)): issuedAt < revocation.at
        case (let id?, .apiToken(let used, _)): id == used
        default: false
        }
    }

    // MARK: Following

    /// Answers revocations after a place, so many at most.
    public typealias Source = @Sendable (RevocationPlace, Int) async throws -> [Revocation]

    /// How far back is read again, since clocks differ and what commits later may have happened earlier.
    private static let overlap: Duration = .seconds(300)
    private static let pageSize = 1_000

    /// Reads all that was revoked; throws what the source throws.
    public func load(from source: Source) async throws {
        _ = try await read(RevocationPlace(from: .epoch), source)
    }

    /// Reads again and again what was revoked since, until cancelled; throws `CancellationError`.
    public func follow(_ source: Source, every interval: Duration, on clock: any WallClock) async throws {
        var place = RevocationPlace(from: .epoch)
        while true {
            do {
                place = try await read(place, source)
            } catch let error as CancellationError {
                throw error
            } catch {
                Revocations.failures.increment()
                Logger(label: "revocations").warning(
                    "cannot be read now; what was revoked since goes on until they can",
                    metadata: ["error": "\(error)"])
            }
            try await clock.sleep(for: interval)
        }
    }

    /// Reads to the end and answers from where to read the next time.
    private func read(_ start: RevocationPlace, _ source: Source) async throws -> RevocationPlace {
        var place = start
        while true {
            let page = try await source(place, Revocations.pageSize)
            take(page)
            if let last = page.last { place = RevocationPlace(after: last) }
            guard page.count < Revocations.pageSize else { continue }
            state.withLock { $0.isKnown = true }
            let from = place.at.adding(milliseconds: -Revocations.overlap.wholeMilliseconds)
            return from > start.at ? RevocationPlace(from: from) : start
        }
    }
}

/// Nobody has told yet what was revoked, so that nobody can be let in.
struct RevocationsUnknown: Error {}
