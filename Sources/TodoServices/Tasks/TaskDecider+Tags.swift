internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    func createTag(_ input: TagInput) throws(TaskRefusal) -> TaskDecision {
        let tag = Tag(name: input.name ?? "", colour: input.colour ?? Tag.defaultColour)
        guard !snapshot.tags.contains(where: { $0.key == tag.key }) else { throw .tagExists(name: tag.name) }
        return decision(.tagCreated, tag, [.putTag(tag)])
    }

    func updateTag(_ name: String, _ input: TagInput) throws(TaskRefusal) -> TaskDecision {
        let before = try existingTag(name)
        let after = Tag(name: input.name ?? before.name, colour: input.colour ?? before.colour)
        guard after != before else { return .unchanged(CommandOutcome(tag: before)) }
        if after.key != before.key, snapshot.tags.contains(where: { $0.key == after.key }) {
            throw .tagExists(name: after.name)
        }
        let rename: [Effect] = after.name == before.name ? [] : [.renameTag(from: before.name, to: after.name)]
        return decision(.tagUpdated, after, rename + [.putTag(after)])
    }

    func deleteTag(_ name: String) throws(TaskRefusal) -> TaskDecision {
        let tag = try existingTag(name)
        return decision(.tagDeleted, tag, [.removeTag(name: tag.name)])
    }

    private func existingTag(_ name: String) throws(TaskRefusal) -> Tag {
        guard let tag = snapshot.tags.first(where: { $0.key == Tag.key(name) }) else {
            throw .notFound("tag '\(name)'")
        }
        return tag
    }

    private func decision(_ kind: Change.Kind, _ tag: Tag, _ effects: [Effect]) -> TaskDecision {
        let change = ProposedChange(kind: kind, before: nil, after: nil, reminder: nil, effects: effects)
        return TaskDecision(change: change, outcome: CommandOutcome(tag: tag))
    }
}
