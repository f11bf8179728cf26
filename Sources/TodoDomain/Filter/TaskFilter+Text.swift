extension TaskFilter {
    /// Canonical text: one space around operators, parentheses where they are needed, signs for `and`, `or`, `not`.
    public var text: String {
        switch self {
        case .condition(let condition): condition.text
        case .not(.condition(let condition)) where condition.comparison == nil: "!" + condition.text
        case .not(let filter):
            if case .not = filter { "!" + filter.text } else { "!(" + filter.text + ")" }
        case .all(let filters): filters.map(\.textWithinAll).joined(separator: " && ")
        case .any(let filters): filters.map(\.text).joined(separator: " || ")
        }
    }

    private var textWithinAll: String {
        if case .any = self { "(" + text + ")" } else { text }
    }

    /// Parses a filter; throws `TaskFilterError` with the place, the reason and what would be right.
    public init(text: String) throws(TaskFilterError) {
        var parser = TaskFilterParser(text)
        self = try parser.filter()
    }
}

extension FilterMoment {
    /// Parses a day or an instant as filters name it; throws `TaskFilterError` with the place and the reason.
    public init(text: String) throws(TaskFilterError) {
        var parser = TaskFilterParser(text)
        self = try parser.wholeMoment()
    }
}

extension FilterCondition {
    /// As a filter prints it.
    var text: String {
        guard let comparison else { return field.rawValue }
        return "\(field.rawValue) \(comparison.rawValue) \(values.map(\.text).joined(separator: ", "))"
    }
}

extension FilterValue {
    /// As a filter prints it.
    var text: String {
        switch self {
        case .text(let text): TaskFilterParser.isWord(text) ? text : FilterValue.quoted(text)
        case .priority(let priority): priority.rawValue
        case .completion(let isCompleted): isCompleted ? "completed" : "pending"
        case .moment(let moment): moment.text
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
