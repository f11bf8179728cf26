internal import ServicePorts
public import TodoDomain
internal import TodoPorts

/// How many lasting connections users have.
struct Presence: Sendable {
    /// Connections of each user here.
    private(set) var own: [UserID: Int] = [:]
    /// Grows with each change of `own`.
    private(set) var generation = 0
    /// Connections of each user at all other replicas together, as the board knows them.
    private var elsewhere: [UserID: Int] = [:]
    /// Users here who may have to be told another number.
    private(set) var changed: Set<UserID> = []

    /// Takes note that so many connections of a user came.
    mutating func note(_ userID: UserID, by difference: Int) {
        let count = own[userID, default: 0] + difference
        own[userID] = count > 0 ? count : nil
        generation += 1
        changed.insert(userID)
    }

    /// Takes note of what the other replicas have; the users are those for whom it changed.
    mutating func take(elsewhere: [UserID: Int], changed users: Set<UserID>) {
        self.elsewhere = elsewhere
        for userID in users where own[userID] != nil { changed.insert(userID) }
    }

    /// Connections of a user at all replicas.
    func count(of userID: UserID) -> Int { own[userID, default: 0] + elsewhere[userID, default: 0] }

    /// Users who may have to be told, in order; they are told from now on unless they are noted again.
    mutating func takeChanged() -> [UserID] {
        defer { changed = [] }
        return changed.sorted()
    }

    /// Takes note that a user could not be told yet.
    mutating func leave(_ userID: UserID) { changed.insert(userID) }
}

// How many connections each user has, told to those connections.
extension RealtimeService {
    /// Connections of a user at all replicas, as far as this one knows; requests that wait are none.
    public func connectionCount(of userID: UserID) -> Int { presence.count(of: userID) }

    func notePresence(of userID: UserID, by difference: Int) {
        presence.note(userID, by: difference)
        hasPresenceChanged.raise()
    }

    /// Connections of each user here, unless they are those of that generation.
    func ownPresence(otherThan generation: Int?) -> (counts: [UserID: Int], generation: Int)? {
        presence.generation == generation ? nil : (presence.own, presence.generation)
    }

    /// Takes what the other replicas have.
    func take(elsewhere: [UserID: Int], changed: Set<UserID>) {
        presence.take(elsewhere: elsewhere, changed: changed)
        if !presence.changed.isEmpty { hasPresenceChanged.raise() }
    }

    /// Tells each user whose number changed, some time later, so that many changes are told as one; until cancelled.
    func tellOfPresence(every pause: Duration) async throws {
        while true {
            await hasPresenceChanged.wait()
            try await clock.sleep(for: pause)
            tellOfPresence()
        }
    }

    func tellOfPresence() {
        for userID in presence.takeChanged() {
            guard let audience = audiences[userID] else { continue }
            // Whoever stands apart still has to be told once it is in the room.
            if audience.hasNewcomers { presence.leave(userID) }
            let count = presence.count(of: userID)
            guard !audience.settled.isEmpty, audience.toldPresence != count else { continue }
            audiences[userID]?.toldPresence = count
            _ = send(RealtimeFrame(.presence(connections: count)), to: .room(userID))
        }
        if !presence.changed.isEmpty { hasPresenceChanged.raise() }
    }
}
