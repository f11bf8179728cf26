public import CivilTime
internal import ServicePorts
public import TodoDomain
public import TodoPorts

// Queries touch nothing that the service keeps, so they run wherever the caller is: a hop to the lane would order
// nothing, and whether the optimiser leaves it out would differ from build to build.
extension TaskService {
    /// One task of the user's; throws `.notFound` when there is none, also when it is another user's.
    public nonisolated func task(_ id: TaskID, of userID: UserID) async throws(TaskRefusal) -> TodoTask {
        let request = SnapshotRequest(userID: userID, taskID: id)
        let snapshot = try await reading { [store] in try await store.snapshot(request) }
        guard let task = snapshot.task else { throw .notFound("task \(id)") }
        return task
    }

    /// The user's tasks that match, in the query's order.
    public nonisolated func tasks(of userID: UserID, matching query: TaskQuery) async throws(TaskRefusal) -> [TodoTask]
    {
        try await reading { [store] in try await store.tasks(of: userID, matching: query) }
    }

    /// How many of the user's tasks match.
    public nonisolated func count(of userID: UserID, matching query: TaskQuery) async throws(TaskRefusal) -> Int {
        try await reading { [store] in try await store.count(of: userID, matching: query) }
    }

    /// What the user's filters are read by: the instant, now if none is given, and the clock of the settings.
    public nonisolated func filterContext(
        of userID: UserID, at instant: Timestamp? = nil
    ) async throws(TaskRefusal) -> FilterContext {
        let settings = try await settings(of: userID)
        return FilterContext(now: instant ?? clock.now(), zones: UserZones(settings, over: zones))
    }

    /// The user's tags by name.
    public nonisolated func tags(of userID: UserID) async throws(TaskRefusal) -> [Tag] {
        let request = SnapshotRequest(userID: userID, includesTags: true)
        return try await reading { [store] in try await store.snapshot(request) }.tags
    }

    /// The user's tags by name, each with how many tasks carry it.
    public nonisolated func countedTags(of userID: UserID) async throws(TaskRefusal) -> [CountedTag] {
        let state = try await state(of: userID)
        return CountedTag.all(state.orderedTags, on: state.tasks.values)
    }

    /// The user's saved filters by name.
    public nonisolated func savedFilters(of userID: UserID) async throws(TaskRefusal) -> [SavedFilter] {
        let records = try await reading { [store] in try await store.records(of: userID, kind: .savedFilter) }
        return records.compactMap { if case .savedFilter(let filter) = $0 { filter } else { nil } }
    }

    /// A saved filter by its name, ignoring case; throws `.notFound` when the user has none.
    public nonisolated func savedFilter(_ name: String, of userID: UserID) async throws(TaskRefusal) -> SavedFilter {
        guard case .savedFilter(let filter) = try await record(.savedFilter(name), of: userID) else {
            throw .notFound("saved filter '\(name)'")
        }
        return filter
    }

    /// The user's deleted tasks that can come back, the last one first.
    public nonisolated func trash(of userID: UserID) async throws(TaskRefusal) -> [TrashedTask] {
        let now = clock.now()
        let records = try await reading { [store] in try await store.records(of: userID, kind: .trashedTask) }
        return records.reversed().compactMap {
            if case .trashedTask(let trashed) = $0, trashed.expiresAt > now { trashed } else { nil }
        }
    }

    /// A deleted task that can come back; throws `.notFound` when there is none.
    public nonisolated func trashedTask(_ id: TaskID, of userID: UserID) async throws(TaskRefusal) -> TrashedTask {
        guard case .trashedTask(let trashed) = try await record(.trashedTask(id), of: userID),
            trashed.expiresAt > clock.now()
        else { throw .notFound("task \(id) in the trash") }
        return trashed
    }

    private nonisolated func record(
        _ id: UserRecord.ID, of userID: UserID
    ) async throws(TaskRefusal) -> UserRecord? {
        var request = SnapshotRequest(userID: userID)
        request.recordIDs = [id]
        let asked = request
        return try await reading { [store] in try await store.snapshot(asked) }.records.first
    }

    /// Takes everything out of the trash for good.
    public nonisolated func emptyTrash(_ context: CommandContext) async throws(TaskRefusal) {
        let records = try await reading { [store] in
            try await store.records(of: context.userID, kind: .trashedTask)
        }
        let ids = records.compactMap { if case .trashedTask(let trashed) = $0 { trashed.task.id } else { nil } }
        guard !ids.isEmpty else { return }
        _ = try await perform(.purge(ids), context)
    }

    /// What the user prefers.
    public nonisolated func settings(of userID: UserID) async throws(TaskRefusal) -> UserSettings {
        try await reading { [store] in try await store.snapshot(SnapshotRequest(userID: userID)) }.settings
    }

    /// All that the user has, read at one instant.
    public nonisolated func state(of userID: UserID) async throws(TaskRefusal) -> UserState {
        try await reading { [store] in try await store.state(of: userID) }
    }

    /// Place of the user's last change in the user's stream.
    public nonisolated func position(of userID: UserID) async throws(TaskRefusal) -> StreamPosition {
        let epoch = try await reading { [store] in try await store.epoch() }
        let snapshot = try await reading { [store] in try await store.snapshot(SnapshotRequest(userID: userID)) }
        return StreamPosition(epoch: epoch, sequence: snapshot.sequence)
    }
}

// What an import asks beside its commands.
extension TaskService {
    /// Sets identities of tasks aside and answers the first of them.
    nonisolated func reserveTaskIDs(count: Int) async throws(TaskRefusal) -> Int64 {
        try await reading { [store] in try await store.reserveIdentifiers(.task, count: Int64(count)) }
    }

    /// True when there is a zone of that name, or none is asked for.
    nonisolated func knowsZone(_ name: String?) -> Bool {
        name.map { zones.rules(named: $0) != nil } ?? true
    }
}
