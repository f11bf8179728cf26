import CivilTime
import EmbeddedAdapters
import PortContracts
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@Suite("Maintenance of the embedded database", .timeLimit(.minutes(1)))
struct MaintenanceTests {
    private let clock: MovedClock = MovedClock()

    private func commit(_ sequence: Int64, of user: UserID) -> TaskCommit {
        let change = Change(
            sequence: sequence, kind: .tagCreated, actor: .user, time: clock.now(), correlationID: "c", effects: [])
        let update = TaskUpdate(
            taskID: TaskID(0), userID: user, changes: SyncChanges(), sourceClient: .web, timestamp: clock.now(),
            kind: .tagCreated, correlationID: "c")
        let event = CloudEvent(
            id: "\(sequence)", type: "t", source: "/test", time: clock.now(), partitionKey: "user", sequence: sequence,
            correlationID: "c", data: update)
        let record = IdempotencyRecord(
            key: "key-\(sequence)", fingerprint: "f", outcome: CommandOutcome(sequence: sequence),
            recordedAt: clock.now())
        return TaskCommit(
            userID: user, expectedSequence: sequence - 1, change: change, messages: [.taskUpdate(event)],
            idempotency: record)
    }

    @Test("a round deletes what is past its time everywhere and nothing else")
    func prunesEverywhere() async throws {
        try await withDatabase { database in
            let bus = SQLiteEventBus(database: database, clock: clock)
            let state = SQLiteStateStore(database: database, clock: clock)
            let tasks = SQLiteTaskStore(database: database)
            let user = UserID("user")
            let notices = Recorder<EmbeddedNotice>()
            let maintenance = EmbeddedMaintenance(
                bus: bus, state: state, tasks: tasks, clock: clock,
                settings: EmbeddedMaintenanceSettings(idempotencyRetention: .seconds(60), updatesPerUser: 2),
                notify: { notices.record($0) })

            try await state.apply(.set("expired", [1], timeToLive: .seconds(60)))
            for sequence: Int64 in 1...3 { try await tasks.commit(commit(sequence, of: user)) }
            clock.move(by: .seconds(61))
            try await tasks.commit(commit(4, of: user))
            await maintenance.round()

            #expect(notices.elements.isEmpty)
            #expect(try await state.prune() == 0, "the round left an expired value")
            let page = try await tasks.updates(of: user, after: 0, limit: 10)
            #expect(page.updates.map(\.sequence) == [3, 4] && page.hasGap && page.head == 4)
            for sequence in 1...4 {
                let request = SnapshotRequest(userID: user, idempotencyKey: "key-\(sequence)")
                #expect(try await (tasks.snapshot(request).idempotency != nil) == (sequence == 4))
            }
            #expect(try await tasks.unpublished(limit: 10).entries.count == 4)
        }
    }

    @Test("a round that fails is told and ends, and the database's check says so too")
    func tellsOfFailures() async throws {
        try await withDatabase { database in
            let notices = Recorder<EmbeddedNotice>()
            let maintenance = EmbeddedMaintenance(
                bus: SQLiteEventBus(database: database, clock: clock),
                state: SQLiteStateStore(database: database, clock: clock), tasks: SQLiteTaskStore(database: database),
                clock: clock, notify: { notices.record($0) })
            try await database.check()
            try database.close()
            await maintenance.round()
            #expect(notices.elements.count == 3 && notices.storageFailures.count == 3)
            let error = await #expect(throws: EmbeddedDatabaseError.self) { try await database.check() }
            #expect(error?.code == .failed)
        }
    }
}
