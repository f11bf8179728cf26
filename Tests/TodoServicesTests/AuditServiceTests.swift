import ServicePorts
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Audit service")
struct AuditServiceTests {
    private let bench = TaskBench()
    private let log = MemoryAuditLog()

    private func service(_ log: any AuditLog) -> AuditService {
        AuditService(lane: TestLane(), log: log, digest: ToyDigest())
    }

    private func events(_ count: Int) async throws -> [Delivery<TaskEvent>] {
        for number in 1...count { try await bench.create(#"{"title": "task \#(number)"}"#) }
        return bench.outbox.taskEvents.map { Delivery(event: $0, attempt: 1) }
    }

    @Test("each change is kept once, in order, however often it is delivered")
    func once() async throws {
        let service = service(log)
        for delivery in try await events(3) {
            #expect(await service.handle(delivery) == .success)
            #expect(await service.handle(delivery) == .success)
        }
        #expect(log.trail(of: TaskBench.sara).map(\.sequence) == [1, 2, 3])
        #expect(try await service.fault(inTrailOf: TaskBench.sara) == nil)
        #expect(try await service.rebuild(TaskBench.sara) == bench.state())
    }

    @Test("a change that comes before its turn is asked for again later, and nothing is kept")
    func early() async throws {
        let service = service(log)
        let deliveries = try await events(2)
        #expect(await service.handle(deliveries[1]) == .retry(reason: "change 2 came before 1"))
        #expect(log.trail(of: TaskBench.sara).isEmpty)
        #expect(await service.handle(deliveries[0]) == .success)
        #expect(await service.handle(deliveries[1]) == .success)
    }

    @Test("losing against another replica is tried again and then found done")
    func conflict() async throws {
        let racing = RacingAuditLog(log)
        let service = service(racing)
        let delivery = try await events(1)[0]
        guard case .retry = await service.handle(delivery) else {
            Issue.record("a lost race must be tried again")
            return
        }
        #expect(await service.handle(delivery) == .success)
        #expect(log.trail(of: TaskBench.sara).count == 1)
    }

    @Test("trails of different users are chained apart")
    func isolation() async throws {
        try await bench.create(#"{"title": "a"}"#, bench.context(UserID("omar")))
        let service = service(log)
        for delivery in try await events(2) { #expect(await service.handle(delivery) == .success) }
        #expect(log.trail(of: UserID("omar")).map(\.sequence) == [1])
        #expect(log.trail(of: TaskBench.sara).map(\.sequence) == [1, 2])
        #expect(log.trail(of: TaskBench.sara).first?.previousHash == AuditEntry.genesisHash)
    }

    @Test("entries can be asked for by task and from a sequence")
    func query() async throws {
        let service = service(log)
        for delivery in try await events(3) { _ = await service.handle(delivery) }
        let user = TaskBench.sara
        #expect(try await service.entries(of: user, taskID: TaskID(2), limit: 10).map(\.sequence) == [2])
        #expect(try await service.entries(of: user, after: 1, limit: 1).map(\.sequence) == [2])
        #expect(try await service.entries(of: UserID("omar"), limit: 10).isEmpty)
    }
}

/// A log in which another replica is always a moment earlier, the first time.
private final class RacingAuditLog: AuditLog {
    private let base: MemoryAuditLog
    private let hasRaced = Mutex(false)

    init(_ base: MemoryAuditLog) {
        self.base = base
    }

    func head(of userID: UserID) async throws -> AuditHead { try await base.head(of: userID) }

    func append(_ entry: AuditEntry) async throws {
        let isFirst = hasRaced.withLock { raced in
            defer { raced = true }
            return !raced
        }
        if isFirst { try await base.append(entry) }
        try await base.append(entry)
    }

    func entries(of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int) async throws -> [AuditEntry] {
        try await base.entries(of: userID, taskID: taskID, after: sequence, limit: limit)
    }
}
