/// What a condition looks at; the raw value is its name in a filter.
public enum FilterField: String, Hashable, Sendable, CaseIterable {
    /// Whether the task is done.
    case completed
    /// Whether it is open and its due date has passed: an all-day one with the end of its day.
    case overdue
    /// Whether it is an occurrence of a series.
    case recurring
    /// Whether a reminder of it waits.
    case reminder
    /// `pending` or `completed`.
    case status
    /// `high`, `medium` or `low`.
    case priority
    /// Names of its tags, ignoring case.
    case tag
    /// Title, folded as searches fold it.
    case title
    /// Description, folded.
    case description
    /// Title, description and tags, folded.
    case text
    /// When it is due: the beginning of the day for an all-day date.
    case due
    /// When it was created.
    case created
    /// When it last changed.
    case updated
    /// When it was completed.
    case completedAt = "completed_at"

    /// What its values are.
    enum Kind {
        case property
        case status
        case priority
        case text
        case moment
    }

    var kind: Kind {
        switch self {
        case .completed, .overdue, .recurring, .reminder: .property
        case .status: .status
        case .priority: .priority
        case .tag, .title, .description, .text: .text
        case .due, .created, .updated, .completedAt: .moment
        }
    }

    /// True when the field alone asks whether the task has it.
    var standsAlone: Bool {
        switch self {
        case .completed, .overdue, .recurring, .reminder, .tag, .description, .due: true
        case .status, .priority, .title, .text, .created, .updated, .completedAt: false
        }
    }

    /// What it can be compared by.
    var operators: [FilterOperator] {
        switch self {
        case .completed, .overdue, .recurring, .reminder: [.equal, .notEqual]
        case .status: [.equal, .notEqual, .among]
        case .tag, .title, .description: [.equal, .notEqual, .among, .contains]
        case .text: [.contains]
        case .priority, .due, .created, .updated, .completedAt:
            [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .among]
        }
    }

    /// A condition that would be right.
    var example: String {
        switch self {
        case .completed, .overdue, .recurring, .reminder: "\(rawValue) = true"
        case .status: "status = pending"
        case .priority: "priority = high"
        case .tag: "tag in work, urgent"
        case .title, .description, .text: "\(rawValue) ~ \"weekly report\""
        case .due, .created, .updated, .completedAt: "\(rawValue) < now+7d"
        }
    }
}
