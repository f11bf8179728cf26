internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Changes what the user prefers; reminders that are there stay as they are.
    func changeSettings(_ input: SettingsInput) throws(TaskRefusal) -> TaskDecision {
        let before = snapshot.settings
        if let expected = context.expectedVersion, expected != before.version {
            throw .versionMismatch(current: before.version)
        }
        var after = input.applied(to: before)
        guard after != before else { return .unchanged(CommandOutcome(settings: before)) }
        after.version += 1
        var change = ProposedChange(kind: .settingsChanged, before: nil, after: nil)
        change.effects = [.putSettings(after)]
        change.undo = .settings(before: before, version: after.version)
        return TaskDecision(change: change, outcome: CommandOutcome(settings: after))
    }
}
