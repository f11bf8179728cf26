internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    func createTag(_ input: TagInput) throws(TaskRefusal) -> TaskDecision {
        let tag = Tag(name: input.name ?? "", colour: input.colour ?? Tag.defaultColour)
        guard !snapshot.tags.contains(where: { $0.key == tag.key }) else { throw .tagExists(name: tag.name) }
        return decision(.tagCreated, tag, [.putTag(tag)], undo: .tag(before: nil, after: tag))
    }

    func updateTag(_ name: String, _ input: TagInput) throws(TaskRefusal) -> TaskDecision {
        let before = try existingTag(name)
        let after = Tag(name: input.name ?? before.name, colour: input.colour ?? before.colour)
        guard after != before else { return .unchanged(CommandOutcome(tag: before)) }
        if after.key != before.key, snapshot.tags.contains(where: { $0.key == after.key }) {
            throw .tagExists(name: after.name)
        }
        let rename: [Effect] = after.name == before.name ? [] : [.renameTag(from: before.name, to: after.name)]
        return decision(.tagUpdated, after, rename + [.putTag(after)], undo: .tag(before: before, after: after))
    }

    func deleteTag(_ name: String) throws(TaskRefusal) -> TaskDecision {
        let tag = try existingTag(name)
        return decision(.tagDeleted, tag, [.removeTag(name: tag.name)], undo: .impossible(.tagDeleted))
    }

    /// Tasks of the one tag get the other, which stays as it is.
    func mergeTag(_ name: String, into other: String) throws(TaskRefusal) -> TaskDecision {
        let tag = try existingTag(name)
        let target = try existingTag(other)
        guard tag.key != target.key else {
            throw .invalid(
                ValidationFailure(
                    pointer: "/into", code: .conflict, message: "'\(other)' is the tag itself; name another one"))
        }
        return decision(
            .tagMerged, target, [.renameTag(from: tag.name, to: target.name), .putTag(target)],
            undo: .impossible(.tagMerged))
    }

    private func existingTag(_ name: String) throws(TaskRefusal) -> Tag {
        guard let tag = snapshot.tags.first(where: { $0.key == Tag.key(name) }) else {
            throw .notFound("tag '\(name)'")
        }
        return tag
    }

    private func decision(_ kind: Change.Kind, _ tag: Tag, _ effects: [Effect], undo: UndoStep) -> TaskDecision {
        var change = ProposedChange(kind: kind, before: nil, after: nil)
        change.effects = effects
        change.undo = undo
        return TaskDecision(change: change, outcome: CommandOutcome(tag: tag))
    }
}
