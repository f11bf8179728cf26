/// A list of tasks that its user comes back to: a filter with an order, under a name.
public struct SavedFilter: Hashable, Codable, Sendable {
    /// The most saved filters of one user.
    public static let mostPerUser: Int = 100
    /// The most characters of a filter's text, as many as a list takes.
    public static let longestText: Int = 2_000

    /// What the list may be sorted by.
    public enum Sort: String, Codable, Sendable, CaseIterable {
        /// When the task was created.
        case created
        /// When it last changed.
        case updated
        /// Title, ignoring case.
        case title
        /// Due date, tasks without one last.
        case dueDate = "due_date"
        /// Priority, high first.
        case priority
    }

    /// The directions of a list.
    public enum Order: String, Codable, Sendable, CaseIterable {
        /// The least first.
        case ascending = "asc"
        /// The greatest first.
        case descending = "desc"
    }

    /// Shown name, 1 to 50 characters, unique per user ignoring case.
    public var name: String
    /// The condition in the words of the filter grammar; it can be read.
    public var filter: String
    /// What to sort by.
    public var sort: Sort
    /// In which direction.
    public var order: Order

    /// A saved filter with every field given.
    public init(name: String, filter: String, sort: Sort = .created, order: Order = .ascending) {
        self.name = name
        self.filter = filter
        self.sort = sort
        self.order = order
    }

    /// The name folded for comparison: two names with equal keys are the same filter.
    public static func key(_ name: String) -> String { name.lowercased() }

    /// Why the filter cannot be taken out of a file; nil when it can.
    public var importFault: String? {
        guard (1...50).contains(name.count), name == name.trimmingWhitespace(), !name.unicodeScalars.contains("\0")
        else { return "'\(name.prefix(60))' is no filter's name: 1 to 50 characters without space at the ends" }
        guard filter.count <= SavedFilter.longestText else {
            return "a filter has at most \(SavedFilter.longestText) characters, found \(filter.count)"
        }
        do {
            _ = try TaskFilter(text: filter)
            return nil
        } catch {
            return "the filter cannot be read at character \(error.position): \(error.reason)"
        }
    }

    /// This filter's name folded for comparison.
    public var key: String { SavedFilter.key(name) }
}
