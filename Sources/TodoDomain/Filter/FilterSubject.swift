internal import CivilTime

/// A task as a filter looks at it: what takes time to reckon is reckoned once, however often a filter asks.
struct FilterSubject {
    let task: TodoTask
    private let context: FilterContext
    private(set) lazy var title: String = FoldedText.fold(task.title)
    private(set) lazy var description: String = FoldedText.fold(task.description)
    private(set) lazy var text: String = task.searchText
    private(set) lazy var tags: [String] = task.tags.map { FoldedText.fold($0) }
    private(set) lazy var tagKeys: [String] = task.tags.map(Tag.key)
    private lazy var due: Timestamp? = task.due?.instant(in: context.zones)
    private(set) lazy var isOverdue: Bool =
        !task.isCompleted && task.due?.isOver(at: context.now, in: context.zones) ?? false

    init(_ task: TodoTask, in context: FilterContext) {
        self.task = task
        self.context = context
    }

    /// The folded text of the field.
    mutating func folded(_ field: FilterField) -> String {
        switch field {
        case .title: title
        case .description: description
        default: text
        }
    }

    /// The instant of the field, nil when the task has none.
    mutating func instant(_ field: FilterField) -> Timestamp? {
        switch field {
        case .due: due
        case .created: task.createdAt
        case .updated: task.updatedAt
        default: task.completedAt
        }
    }

    /// Whether the task has what the field says.
    mutating func has(_ field: FilterField) -> Bool {
        switch field {
        case .completed: task.isCompleted
        case .overdue: isOverdue
        case .recurring: task.series != nil
        case .reminder: task.reminders.contains { $0.status == .pending }
        case .tag: !task.tags.isEmpty
        case .description: !task.description.isEmpty
        case .due: task.due != nil
        case .status, .priority, .title, .text, .created, .updated, .completedAt: true
        }
    }
}
