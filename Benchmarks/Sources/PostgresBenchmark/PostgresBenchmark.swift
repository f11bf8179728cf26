internal import CivilTime
internal import PostgresAdapters
internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Creates tasks through `PostgresTaskStore` as fast as it takes them, and prints how many a second.
///
/// Arguments: the database's address, clients at once, seconds. Each client is a user of its own who creates one task
/// after the other: a snapshot, then a commit with its task, its two events and its idempotency record.
@main
enum PostgresBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let clients = Int(arguments[2]), let seconds = Int(arguments[3]) else {
            print("usage: postgres-benchmark DATABASE-URL CLIENTS SECONDS")
            return
        }
        let settings = try PostgresSettings(arguments[1], applicationName: "benchmark")
        let pool = PostgresPool(settings, limits: .init(connections: min(clients, 64)))
        let store = PostgresTaskStore(pool: pool)
        let run = try await store.reserveIdentifiers(.task, count: 1)
        let end = ContinuousClock.now + .seconds(seconds)
        let created = try await withThrowingTaskGroup { group in
            for client in 0..<clients {
                group.addTask {
                    try await Creating(store: store, user: UserID("bench-\(run)-\(client)")).run(until: end)
                }
            }
            var total = 0
            for try await count in group { total += count }
            return total
        }
        await pool.shutDown()
        print(created / seconds)
    }
}

/// One user who creates tasks.
struct Creating {
    let store: PostgresTaskStore
    let user: UserID

    /// Creates tasks until then; returns how many.
    func run(until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        var identifiers: Range<Int64> = 0..<0
        while ContinuousClock.now < end {
            if identifiers.isEmpty {
                let first = try await store.reserveIdentifiers(.task, count: 1000)
                identifiers = first..<(first + 1000)
            }
            let key = "key-\(identifiers.lowerBound)"
            let request = SnapshotRequest(userID: user, includesTags: true, idempotencyKey: key)
            let snapshot = try await store.snapshot(request)
            let id = TaskID(identifiers.removeFirst())
            try await store.commit(commit(id, key: key, sequence: snapshot.sequence + 1))
            count += 1
        }
        return count
    }

    private func commit(_ id: TaskID, key: String, sequence: Int64) -> TaskCommit {
        let now = Timestamp(millisecondsSinceEpoch: 1_774_785_600_000 + sequence)
        let task = TodoTask(
            id: id, userID: user, title: "Water the plants", description: "those on the balcony too",
            tags: ["home"], createdAt: now, updatedAt: now)
        let change = Change(
            sequence: sequence, kind: .taskCreated, taskID: id, actor: .user, time: now,
            correlationID: "correlation-\(id)", effects: [.putTask(task)])
        let outcome = CommandOutcome(sequence: sequence, task: task)
        return TaskCommit(
            userID: user, expectedSequence: sequence - 1, change: change,
            messages: [
                .taskEvent(event("event", change, data: taskEvent(task, change))),
                .taskUpdate(event("update", change, data: update(task, change))),
            ],
            idempotency: IdempotencyRecord(key: key, fingerprint: "fingerprint", outcome: outcome, recordedAt: now))
    }

    private func event<Payload>(_ kind: String, _ change: Change, data: Payload) -> CloudEvent<Payload> {
        CloudEvent(
            id: "\(user)/\(change.sequence)/\(kind)", type: "com.evolutiontodo.task.created.v1", source: "/bench",
            subject: change.taskID?.description, time: change.time, partitionKey: user.rawValue,
            sequence: change.sequence, correlationID: change.correlationID, data: data)
    }

    private func taskEvent(_ task: TodoTask, _ change: Change) -> TaskEvent {
        TaskEvent(
            eventType: .created, taskID: task.id, userID: user, taskData: TaskData(task), timestamp: change.time,
            correlationID: change.correlationID, change: change)
    }

    private func update(_ task: TodoTask, _ change: Change) -> TaskUpdate {
        var changes = SyncChanges()
        changes.task = TaskDocument(task)
        return TaskUpdate(
            taskID: task.id, userID: user, changes: changes, sourceClient: .web, timestamp: change.time,
            kind: change.kind, correlationID: change.correlationID)
    }
}
