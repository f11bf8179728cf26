internal import TodoDomain
internal import TodoPorts

extension TaskQuery.Sort {
    /// The order of a saved filter.
    init(_ sort: SavedFilter.Sort) {
        self =
            switch sort {
            case .created: .created
            case .updated: .updated
            case .title: .title
            case .dueDate: .dueDate
            case .priority: .priority
            }
    }
}

extension TaskListRequest.Order {
    /// The direction of a saved filter.
    init(_ order: SavedFilter.Order) {
        self =
            switch order {
            case .ascending: .ascending
            case .descending: .descending
            }
    }
}

extension TaskQuery.Kinship {
    /// The parameter's text.
    var text: String {
        switch self {
        case .any: ""
        case .withoutParent: "none"
        case .subtask(let id): id.description
        }
    }
}
