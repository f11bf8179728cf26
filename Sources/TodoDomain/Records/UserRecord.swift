internal import CivilTime

/// Something that one user has beside tasks, tags and settings, stored whole under a kind and a key.
public enum UserRecord: Hashable, Codable, Sendable {
    /// A list that the user comes back to.
    case savedFilter(SavedFilter)
    /// A deleted task that can come back.
    case trashedTask(TrashedTask)

    /// What a record is of.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Saved filters; the key is the folded name.
        case savedFilter = "saved_filter"
        /// Deleted tasks; the key is the task's identity.
        case trashedTask = "trashed_task"
    }

    /// A record's identity among those of one user.
    public struct ID: Hashable, Codable, Sendable, Comparable {
        /// What it is of.
        public let kind: Kind
        /// Which of that kind.
        public let key: String

        /// The identity of that kind and key.
        public init(_ kind: Kind, _ key: String) {
            self.kind = kind
            self.key = key
        }

        /// False for a key that no record has: no store keeps a NUL.
        public var isPossible: Bool { !key.utf8.contains(0) }

        /// The identity of a saved filter.
        public static func savedFilter(_ name: String) -> ID { ID(.savedFilter, SavedFilter.key(name)) }

        /// The identity of a task in the trash.
        public static func trashedTask(_ id: TaskID) -> ID { ID(.trashedTask, id.description) }

        /// By kind, then by key.
        public static func < (left: ID, right: ID) -> Bool {
            (left.kind.rawValue, left.key) < (right.kind.rawValue, right.key)
        }
    }

    /// The record's identity.
    public var id: ID {
        switch self {
        case .savedFilter(let filter): .savedFilter(filter.name)
        case .trashedTask(let trashed): .trashedTask(trashed.task.id)
        }
    }

    /// By what the records of a kind are in order, the oldest of them first; equal ones are by key.
    public var position: Int64 {
        switch self {
        case .savedFilter: 0
        case .trashedTask(let trashed): trashed.deletedAt.millisecondsSinceEpoch
        }
    }

    private enum CodingKeys: String, CodingKey {
        case savedFilter = "saved_filter"
        case trashedTask = "trashed_task"
    }

    /// Decodes an object with the record under its kind.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let filter = try container.decodeIfPresent(SavedFilter.self, forKey: .savedFilter) {
            self = .savedFilter(filter)
        } else {
            self = .trashedTask(try container.decode(TrashedTask.self, forKey: .trashedTask))
        }
    }

    /// Encodes an object with the record under its kind.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .savedFilter(let filter): try container.encode(filter, forKey: .savedFilter)
        case .trashedTask(let trashed): try container.encode(trashed, forKey: .trashedTask)
        }
    }
}

extension UserRecord {
    /// By position, then by key.
    public func precedes(_ other: UserRecord) -> Bool {
        (position, id.key) < (other.position, other.id.key)
    }
}
