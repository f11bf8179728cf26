import CivilTime
import HTTPTypes
import ServicePorts
import Synchronization
import Testing
import TodoDomain

@testable import TodoServer

/// A state store in memory that can be out.
final class SwitchableState: StateStore {
    private let entries = Mutex<(isOut: Bool, values: [String: (value: [UInt8], version: Int)])>((false, [:]))

    func setOut(_ isOut: Bool) { entries.withLock { $0.isOut = isOut } }
    var keys: [String] { entries.withLock { $0.values.keys.sorted() } }

    func get(_ key: String) async throws -> StateEntry? {
        try entries.withLock { entries in
            if entries.isOut { throw StateStoreError(.unavailable, "it is out") }
            return entries.values[key].map { StateEntry(value: $0.value, etag: "\($0.version)") }
        }
    }

    func apply(_ write: StateWrite) async throws {
        try entries.withLock { entries in
            if entries.isOut { throw StateStoreError(.unavailable, "it is out") }
            let known = entries.values[write.key]
            let holds =
                switch write.condition {
                case .always: true
                case .ifAbsent: known == nil
                case .ifMatch(let etag): known.map { "\($0.version)" } == etag
                }
            guard holds else { throw StateStoreError(.conflict, "another wrote it") }
            entries.values[write.key] = write.value.map { ($0, (known?.version ?? 0) + 1) }
        }
    }

    func transact(_ writes: [StateWrite]) async throws {
        for write in writes { try await apply(write) }
    }
}

@Suite("Limits on requests")
struct RequestLimitsTests {
    private let clock = SettableClock("2026-01-31T09:00:00Z")
    private let state = SwitchableState()

    private func limits(perUser: Int, perAddress: Int = 0) -> RequestLimits {
        RequestLimits(perUser: perUser, perAddress: perAddress, store: state, clock: clock)
    }

    @Test("a bucket gives what it holds, and gets back one by one what was taken")
    func bucket() {
        var rate = GenericCellRate(arrival: 0, interval: 10_000, window: 60_000)
        for left in stride(from: Int64(5), through: 0, by: -1) {
            #expect(rate.take(at: 1_000_000) == 0)
            #expect(rate.left(at: 1_000_000) == left)
        }
        #expect(rate.take(at: 1_000_000) == 10_000)
        #expect(rate.take(at: 1_009_999) == 1)
        #expect(rate.take(at: 1_010_000) == 0)
        #expect(rate.left(at: 1_070_000) == 6)
    }

    @Test("answers say what is left, and one too many says when to come back, to its user alone")
    func answers() async throws {
        var policy = FrontDoorPolicy()
        policy.limits = limits(perUser: 3)
        let door = await FrontDoorFixture(clock: clock, policy: policy)
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        for left in [2, 1, 0] {
            let answer = try await door.send(.get, ada.path("tasks"), token: ada.token)
            #expect(answer.status == 200)
            #expect(answer.headers[.rateLimitPolicy] == "\"user\";q=3;w=60")
            #expect(answer.headers[.rateLimit] == "\"user\";r=\(left);t=\((3 - left) * 20)")
        }
        let refused = try await door.send(.get, ada.path("tasks"), token: ada.token)
        #expect(refused.status == 429)
        #expect(refused["code"] == .string("too_many_requests"))
        #expect(refused.headers[.retryAfter] == "20")
        #expect(refused.headers[.rateLimit]?.contains("r=0") == true)
        #expect(try await door.send(.get, bob.path("tasks"), token: bob.token).status == 200)
        clock.advance(by: .seconds(20))
        #expect(try await door.send(.get, ada.path("tasks"), token: ada.token).status == 200)
    }

    @Test("an address is limited too, before anybody is known, and what operators ask never is")
    func addresses() async throws {
        var policy = FrontDoorPolicy()
        policy.limits = limits(perUser: 0, perAddress: 2)
        let door = await FrontDoorFixture(clock: clock, policy: policy, peer: "203.0.113.9")
        for status in [401, 401, 429] {
            let answer = try await door.send(.get, "/api/ada/tasks", token: "nonsense")
            #expect(answer.status == status)
            #expect(answer.headers[.rateLimit]?.hasPrefix("\"address\"") == true)
        }
        for path in ["/healthz", "/readyz", "/metrics", "/"] {
            let answer = try await door.send(.get, path)
            #expect(answer.status == 200)
            #expect(answer.headers[.rateLimit] == nil)
        }
    }

    @Test("replicas count together what busy callers take, and names of callers are nowhere in the store")
    func shared() async throws {
        let (one, other) = (limits(perUser: 10), limits(perUser: 10))
        for _ in 0..<6 { #expect(one.take(one.user, of: "ada")?.wait == nil) }
        await one.share()
        _ = other.take(other.user, of: "ada")
        // A caller who has taken little of a replica is not looked up.
        await other.share()
        #expect(other.take(other.user, of: "ada")?.left == 8)
        for _ in 0..<2 { _ = other.take(other.user, of: "ada") }
        await other.share()
        #expect(other.take(other.user, of: "ada")?.wait != nil)
        await one.share()
        #expect(state.keys.count == 1)
        #expect(!state.keys.contains { $0.contains("ada") })
        clock.advance(by: .seconds(60))
        #expect(one.take(one.user, of: "ada")?.wait == nil)
    }

    @Test("while the state store is out each replica counts alone, and requests go on")
    func outage() async throws {
        let limits = limits(perUser: 4)
        state.setOut(true)
        for _ in 0..<3 { #expect(limits.take(limits.user, of: "ada")?.wait == nil) }
        await limits.share()
        #expect(limits.take(limits.user, of: "ada")?.wait == nil)
        #expect(limits.take(limits.user, of: "ada")?.wait != nil)
        state.setOut(false)
        await limits.share()
        #expect(limits.take(limits.user, of: "ada")?.wait != nil)
        let counts = SharedCounts(store: state, clock: clock)
        state.setOut(true)
        for expected in 1...3 {
            let count = await counts.update("key", timeToLive: .seconds(60)) {
                record -> (SharedCounts.Record?, Int64) in
                let next = SharedCounts.Record(count: (record?.count ?? 0) + 1, instant: 0)
                return (next, next.count)
            }
            #expect(count == Int64(expected))
        }
    }

    @Test("an address is that of the caller of our own proxies, never what was written before them")
    func forwarded() {
        let peer = ClientAddress(forwardedFor: "10.0.0.1", proxies: 1, peer: ClientAddress(nil))
        func address(_ list: String?, _ proxies: Int) -> String {
            ClientAddress(forwardedFor: list, proxies: proxies, peer: peer).description
        }
        #expect(address("1.1.1.1, 2.2.2.2", 0) == "10.0.0.1")
        #expect(address("1.1.1.1, 2.2.2.2", 1) == "2.2.2.2")
        #expect(address("1.1.1.1,2.2.2.2", 2) == "1.1.1.1")
        #expect(address("1.1.1.1", 2) == "10.0.0.1")
        #expect(address(nil, 1) == "10.0.0.1")
        #expect(address("nonsense", 1) == "10.0.0.1")
        #expect(address("2001:db8:1:2:3:4:5:6", 1) == address("2001:db8:1:2::9", 1))
        #expect(address("2001:db8:1:3::9", 1) != address("2001:db8:1:2::9", 1))
        #expect(address("::ffff:1.2.3.4", 1) == "1.2.3.4")
    }
}
