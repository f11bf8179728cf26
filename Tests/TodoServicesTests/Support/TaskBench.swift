import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

/// A task service over a store in memory, with what a test needs to ask it and to look behind it.
struct TaskBench {
    static let sara = UserID("sara")
    static let zones = MemoryZoneDatabase(
        [
            ZoneRules(name: "Asia/Karachi", offsetSeconds: 5 * 3_600),
            ZoneRules(name: "America/New_York", posix: "EST5EDT,M3.2.0,M11.1.0"),
        ].compactMap(\.self))

    let store: MemoryTaskStore
    let clock = TestClock()
    let service: TaskService

    init(
        epoch: String = "epoch-1", settings: TaskService.Settings = .init(),
        wrapping: (MemoryTaskStore) -> any TaskStore = { $0 }
    ) {
        store = MemoryTaskStore(epoch: epoch)
        service = TaskService(
            lane: TestLane(), store: wrapping(store), clock: clock, zones: TaskBench.zones, settings: settings)
    }

    func context(
        _ userID: UserID = sara, key: String? = nil, version: Int64? = nil, actor: Actor = .user
    ) -> CommandContext {
        CommandContext(
            userID: userID, actor: actor, sourceClient: .web, correlationID: "correlation-1",
            traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", idempotencyKey: key,
            expectedVersion: version)
    }

    @discardableResult
    func perform(_ command: TaskCommand, _ context: CommandContext? = nil) async throws -> CommandOutcome {
        try await service.perform(command, context ?? self.context())
    }

    /// Makes a task of a JSON object and answers it.
    @discardableResult
    func create(_ json: String, _ context: CommandContext? = nil) async throws -> TodoTask {
        try #require(try await perform(.create(input(json)), context).task)
    }

    @discardableResult
    func update(_ id: TaskID, _ json: String, _ context: CommandContext? = nil) async throws -> CommandOutcome {
        try await perform(.update(id, input(json, .patch)), context)
    }

    func input(_ json: String, _ mode: TaskInput.Mode = .create) throws -> TaskInput {
        try TaskInput(json: JSONCodec.decode(from: Array(json.utf8)), mode: mode, zones: TaskBench.zones)
    }

    func task(_ id: TaskID, of userID: UserID = sara) -> TodoTask? {
        store.transaction { $0.state(of: userID).tasks[id] }
    }

    func state(of userID: UserID = sara) -> UserState {
        store.transaction { $0.state(of: userID) }
    }

    /// Every message that waits in the outbox, in commit order.
    var outbox: [OutboxMessage] {
        store.transaction { $0.unpublished(limit: .max).entries.map(\.message) }
    }

    /// Does something and answers the messages that it added to the outbox.
    func messages(of body: () async throws -> Void) async throws -> [OutboxMessage] {
        let count = outbox.count
        try await body()
        return Array(outbox.dropFirst(count))
    }

    /// Expects the refusal, and that nothing happened.
    func expectRefusal(
        _ refusal: TaskRefusal, _ command: TaskCommand, _ context: CommandContext? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async {
        let before = store.transaction { ($0.userIDs, state(of: TaskBench.sara, in: $0), $0.unpublished(limit: .max)) }
        await #expect(throws: refusal, sourceLocation: location) { try await perform(command, context) }
        let after = store.transaction { ($0.userIDs, state(of: TaskBench.sara, in: $0), $0.unpublished(limit: .max)) }
        #expect(before == after, "a refused command left a trace", sourceLocation: location)
    }

    private func state(of userID: UserID, in tables: MemoryTaskTables) -> UserState {
        tables.state(of: userID)
    }
}

extension [OutboxMessage] {
    var taskEvents: [CloudEvent<TaskEvent>] {
        compactMap { if case .taskEvent(let event) = $0 { event } else { nil } }
    }

    var reminders: [CloudEvent<ReminderEvent>] {
        compactMap { if case .reminder(let event) = $0 { event } else { nil } }
    }

    var taskUpdates: [CloudEvent<TaskUpdate>] {
        compactMap { if case .taskUpdate(let event) = $0 { event } else { nil } }
    }
}

/// The instant of RFC 3339 text; fails the test when the text is malformed.
func instant(_ text: String) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text), "\(text) is not an instant")
}
