internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    func createFilter(_ input: SavedFilterInput) throws(TaskRefusal) -> TaskDecision {
        let filter = input.applied(to: SavedFilter(name: "", filter: ""))
        guard self.filter(filter.name) == nil else { throw TaskDecider.isTaken(filter) }
        guard snapshot.recordCount < SavedFilter.mostPerUser else {
            throw .conflict("\(SavedFilter.mostPerUser) filters are saved, the most there may be; delete one first")
        }
        return decision(.filterCreated, from: nil, to: filter)
    }

    func updateFilter(_ name: String, _ input: SavedFilterInput) throws(TaskRefusal) -> TaskDecision {
        let before = try existingFilter(name)
        let after = input.applied(to: before)
        guard after != before else { return .unchanged(CommandOutcome(savedFilter: before)) }
        guard after.key == before.key || filter(after.name) == nil else { throw TaskDecider.isTaken(after) }
        return decision(.filterUpdated, from: before, to: after)
    }

    func deleteFilter(_ name: String) throws(TaskRefusal) -> TaskDecision {
        decision(.filterDeleted, from: try existingFilter(name), to: nil)
    }

    private func decision(_ kind: Change.Kind, from before: SavedFilter?, to after: SavedFilter?) -> TaskDecision {
        let (old, new) = (before.map { UserRecord.savedFilter($0) }, after.map { UserRecord.savedFilter($0) })
        var change = ProposedChange(kind: kind, before: nil, after: nil)
        change.effects = Effect.replacing(old, by: new)
        change.undo = (new ?? old).map { .record($0.id, before: old, after: new) }
        return TaskDecision(change: change, outcome: CommandOutcome(savedFilter: after ?? before))
    }

    private func filter(_ name: String) -> SavedFilter? {
        for case .savedFilter(let filter) in snapshot.records where filter.key == SavedFilter.key(name) {
            return filter
        }
        return nil
    }

    private func existingFilter(_ name: String) throws(TaskRefusal) -> SavedFilter {
        guard let filter = filter(name) else { throw .notFound("saved filter '\(name)'") }
        return filter
    }

    private static func isTaken(_ filter: SavedFilter) -> TaskRefusal {
        .conflict("another saved filter is named '\(filter.name)', ignoring case")
    }
}

extension Effect {
    /// What makes one record of another; nil stands for none.
    static func replacing(_ before: UserRecord?, by after: UserRecord?) -> [Effect] {
        let removal = before.flatMap { $0.id == after?.id ? nil : Effect.removeRecord($0.id) }
        return [removal, after.map { .putRecord($0) }].compactMap(\.self)
    }
}
