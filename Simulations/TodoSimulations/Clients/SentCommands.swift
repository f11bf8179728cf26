internal import TodoDomain
internal import TodoPorts

/// The commands that a device sends over its socket, each shown as done before it is: the device's optimistic copies.
///
/// A copy is shown until the stream brings the change that it foretold, by the name of its command, or until the
/// command is refused. What has no answer when the connection breaks is sent again over the next one.
struct SentCommands {
    /// One command with what is known of it.
    struct Entry {
        let request: UserCommand
        /// What the user's side does with the outcome.
        let onAccepted: @Sendable (CommandOutcome) -> Void
        /// True while the device shows the command as done.
        var isShown = true
        /// The place of its change; nil before the answer, and when nothing needed to change.
        var change: StreamPosition?
        var isAnswered = false
        /// True when the present connection has carried it.
        var isUnderWay = false

        var mutationID: String { request.idempotencyKey }
    }

    /// The most commands without an answer on one connection.
    static let window = 8

    /// In the order of sending.
    private(set) var entries: [Entry] = []

    /// Number of commands without an answer.
    var unanswered: Int { entries.count { !$0.isAnswered } }

    /// Names of the commands that are shown as done.
    var shown: [String] { entries.filter(\.isShown).map(\.mutationID) }

    func isShown(_ mutationID: String) -> Bool {
        entries.contains { $0.mutationID == mutationID && $0.isShown }
    }

    mutating func add(_ request: UserCommand, _ onAccepted: @escaping @Sendable (CommandOutcome) -> Void) {
        entries.append(Entry(request: request, onAccepted: onAccepted))
    }

    /// Nothing of what was sent over the last connection comes any more.
    mutating func connectionEnded() {
        for index in entries.indices { entries[index].isUnderWay = false }
    }

    /// The commands to send now.
    mutating func takeNext() -> [UserCommand] {
        var taken: [UserCommand] = []
        var underWay = entries.count { $0.isUnderWay }
        for index in entries.indices where !entries[index].isAnswered && !entries[index].isUnderWay {
            guard underWay < SentCommands.window else { break }
            underWay += 1
            entries[index].isUnderWay = true
            taken.append(entries[index].request)
        }
        return taken
    }

    /// The command is to be sent again later.
    mutating func postpone(_ mutationID: String) {
        guard let index = index(of: mutationID) else { return }
        entries[index].isUnderWay = false
    }

    /// Takes note of an acceptance; answers the entry when it is the first one.
    mutating func accept(_ mutationID: String, _ change: StreamPosition?) -> Entry? {
        guard let index = index(of: mutationID), !entries[index].isAnswered else { return nil }
        entries[index].isAnswered = true
        entries[index].isUnderWay = false
        entries[index].change = change
        let entry = entries[index]
        if !entry.isShown { entries.remove(at: index) }
        return entry
    }

    /// Takes note of a refusal; true when a copy was shown.
    mutating func refuse(_ mutationID: String) -> Bool {
        guard let index = index(of: mutationID) else { return false }
        return entries.remove(at: index).isShown
    }

    /// The stream has brought the command's change; true when a copy was shown.
    mutating func arrived(_ mutationID: String) -> Bool {
        guard let index = index(of: mutationID), entries[index].isShown else { return false }
        entries[index].isShown = false
        if entries[index].isAnswered { entries.remove(at: index) }
        return true
    }

    /// Takes away the copies whose change the device has at a position, or will never have; answers their names.
    ///
    /// What was accepted in a history that has ended since is in what was read anew, or it is lost.
    mutating func dropReached(_ position: StreamPosition?, isReadAnew: Bool) -> [String] {
        let reached = entries.filter { entry in
            guard entry.isShown, entry.isAnswered else { return false }
            guard let change = entry.change else { return true }
            guard change.epoch == position?.epoch else { return isReadAnew }
            return change.sequence <= position?.sequence ?? 0
        }
        let names = reached.map(\.mutationID)
        entries.removeAll { names.contains($0.mutationID) }
        return names
    }

    private func index(of mutationID: String) -> Int? {
        entries.firstIndex { $0.mutationID == mutationID }
    }
}
