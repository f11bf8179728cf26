internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskPlace.Key {
    /// What a key is, as a cursor writes it.
    enum Kind: UInt8 {
        case instant = 0
        case title = 1
        case due = 2
        case noDue = 3
        case priority = 4

        /// True when lists of that order have such keys.
        func belongs(to sort: TaskQuery.Sort) -> Bool {
            switch self {
            case .instant: sort == .created || sort == .updated
            case .title: sort == .title
            case .due, .noDue: sort == .dueDate
            case .priority: sort == .priority
            }
        }
    }

    /// What the key is.
    var kind: Kind {
        switch self {
        case .instant: .instant
        case .title: .title
        case .due(let reading): reading == nil ? .noDue : .due
        case .priority: .priority
        }
    }

    /// The key as a cursor writes it.
    var bytes: [UInt8] {
        switch self {
        case .instant(let instant): UInt64(bitPattern: instant.millisecondsSinceEpoch).bigEndianBytes
        case .title(let title): Array(title.utf8)
        case .due(let reading?): UInt64(bitPattern: reading.millisecondsSinceEpoch).bigEndianBytes
        case .due(nil): []
        case .priority(let priority): [UInt8(priority.rank)]
        }
    }

    /// Reads what `bytes` wrote; nil when it is no key of that kind.
    init?(_ kind: Kind, bytes: ArraySlice<UInt8>) {
        let number = bytes.count == 8 ? Int64(bitPattern: UInt64(bigEndian: bytes)) : nil
        switch kind {
        case .instant:
            guard let number else { return nil }
            self = .instant(Timestamp(millisecondsSinceEpoch: number))
        case .title:
            guard let title = String(validating: bytes, as: UTF8.self) else { return nil }
            self = .title(title)
        case .due:
            guard let number else { return nil }
            self = .due(CivilDateTime(millisecondsSinceEpoch: number))
        case .noDue:
            guard bytes.isEmpty else { return nil }
            self = .due(nil)
        case .priority:
            let named = Priority.allCases.first { bytes.elementsEqual([UInt8($0.rank)]) }
            guard let named else { return nil }
            self = .priority(named)
        }
    }
}

extension UInt64 {
    var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) } }

    init(bigEndian bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
