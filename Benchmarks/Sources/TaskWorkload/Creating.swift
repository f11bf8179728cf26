internal import CivilTime
internal import ServicePorts
package import TodoDomain
package import TodoPorts

/// One user who creates tasks.
package struct Creating {
    private let store: any TaskStore
    private let user: UserID

    /// That user in that store, who has nothing there yet.
    package init(store: any TaskStore, user: UserID) {
        self.store = store
        self.user = user
    }

    /// Creates tasks as long as the number of those created is one to go on from; returns how many.
    package func run(while goesOn: (_ created: Int) -> Bool) async throws -> Int {
        var count = 0
        var identifiers: Range<Int64> = 0..<0
        while goesOn(count) {
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
