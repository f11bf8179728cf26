public import ServicePorts
public import TodoDomain
public import TodoPorts

/// Compares events of a topic, read from any place on, with the trail that was made of them.
///
/// It keeps one position for each user: the trail's entries are looked up as their events come by.
public struct AuditComparison {
    /// What was found.
    public struct Report: Hashable, Sendable {
        /// Events looked at, repeats included.
        public var events: Int = 0
        /// Events whose change had come before.
        public var repeats: Int = 0
        /// Users of whom an event was seen.
        public var users: Int = 0
        /// What does not agree, in the order in which it was found.
        public var faults: [Fault] = []
    }

    /// One thing on which topic and trail do not agree.
    public struct Fault: Hashable, Codable, Sendable {
        /// Whose trail.
        public var userID: UserID
        /// Sequence of the change.
        public var sequence: Int64
        /// What is wrong there.
        public var reason: String

        private enum CodingKeys: String, CodingKey {
            case sequence, reason
            case userID = "user_id"
        }
    }

    private struct Place {
        var sequence: Int64
        /// Hash of the trail's entry there; nil when the trail has none.
        var hash: String?
    }

    private let log: any AuditLog
    private let digest: any ContentDigest
    private var places: [UserID: Place] = [:]
    private var report: Report = .init()

    /// A comparison with that trail.
    public init(log: any AuditLog, digest: any ContentDigest) {
        self.log = log
        self.digest = digest
    }

    /// Compares the next event of the topic; throws `AuditLogError`.
    public mutating func take(_ event: CloudEvent<TaskEvent>) async throws {
        let (userID, sequence) = (event.data.userID, event.data.change.sequence)
        report.events += 1
        if let place = places[userID] {
            guard sequence > place.sequence else {
                report.repeats += 1
                return
            }
            if sequence > place.sequence + 1 {
                note(userID, place.sequence + 1, "the topic goes on with change \(sequence)")
            }
        }
        let entry = try await log.entries(of: userID, taskID: nil, after: sequence - 1, limit: 1).first
        if let entry, entry.sequence == sequence {
            try compare(event, with: entry)
            places[userID] = Place(sequence: sequence, hash: entry.hash)
        } else {
            note(userID, sequence, "the trail has no entry for event '\(event.id)'")
            places[userID] = Place(sequence: sequence, hash: nil)
        }
    }

    private mutating func compare(_ event: CloudEvent<TaskEvent>, with entry: AuditEntry) throws {
        let (userID, sequence) = (event.data.userID, entry.sequence)
        guard entry.eventID == event.id else {
            return note(userID, sequence, "the trail tells of event '\(entry.eventID)', the topic of '\(event.id)'")
        }
        let hash = try AuditChain.hash(
            previousHash: entry.previousHash, userID: userID, eventID: event.id, change: event.data.change,
            digest: digest)
        if hash != entry.hash { note(userID, sequence, "the event's change does not give the entry's hash") }
        let place = places[userID] ?? (sequence == 1 ? Place(sequence: 0, hash: AuditEntry.genesisHash) : nil)
        guard let place, place.sequence == sequence - 1, let previous = place.hash else { return }
        if entry.previousHash != previous { note(userID, sequence, "the entry is not chained to the one before") }
    }

    /// What was found, once the last event was taken; throws `AuditLogError`.
    ///
    /// A trail that goes on after the topic's last event is a fault too: its entries come from the topic alone.
    public mutating func finish() async throws -> Report {
        for (userID, place) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let head = try await log.head(of: userID)
            if head.sequence > place.sequence {
                note(userID, place.sequence + 1, "the trail goes on to \(head.sequence), the topic does not")
            }
        }
        report.users = places.count
        return report
    }

    private mutating func note(_ userID: UserID, _ sequence: Int64, _ reason: String) {
        report.faults.append(Fault(userID: userID, sequence: sequence, reason: reason))
    }
}
