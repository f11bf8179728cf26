/// Which events of a range are asked for.
struct ReplaySelection {
    private let users: Set<String>
    private let isByIdentifier: Bool
    /// Identities asked for that did not come by yet.
    private(set) var missing: Set<String>

    /// Those of any of the users and of any of the identities; an empty set asks for all.
    init(users: Set<String>, identifiers: Set<String>) {
        self.users = users
        isByIdentifier = !identifiers.isEmpty
        missing = identifiers
    }

    /// True when every identity asked for came by.
    var isExhausted: Bool { isByIdentifier && missing.isEmpty }

    /// True when the event is asked for; of those with one identity, the first is.
    mutating func takes(_ event: ReplayedEvent) -> Bool {
        guard users.isEmpty || event.key.map(users.contains) ?? false else { return false }
        guard isByIdentifier else { return true }
        return event.id.map { missing.remove($0) != nil } ?? false
    }
}
