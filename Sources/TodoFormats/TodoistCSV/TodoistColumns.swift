/// Where the columns of a Todoist template are, by the names in its first row.
struct TodoistColumns {
    /// The columns that say something of a task.
    enum Column: String, CaseIterable {
        case type = "TYPE"
        case content = "CONTENT"
        case description = "DESCRIPTION"
        case priority = "PRIORITY"
        case indent = "INDENT"
        case author = "AUTHOR"
        case responsible = "RESPONSIBLE"
        case date = "DATE"
        case dateLanguage = "DATE_LANG"
        case timeZone = "TIMEZONE"
        case duration = "DURATION"
        case durationUnit = "DURATION_UNIT"
        case deadline = "DEADLINE"
        case deadlineLanguage = "DEADLINE_LANG"
        case isCollapsed = "IS_COLLAPSED"
    }

    private let places: [Column: Int]
    /// Columns of other names.
    let unknown: [String]

    /// Reads the first row; throws `FormatFault` when it is not that of a Todoist template.
    init(_ row: TableRow) throws(FormatFault) {
        var places: [Column: Int] = [:]
        var unknown: [String] = []
        for (index, field) in row.fields.enumerated() {
            let name = ImportedText.trimmed(field).uppercased()
            if let column = Column(rawValue: name) {
                if places[column] == nil { places[column] = index }
            } else if !name.isEmpty {
                unknown.append(String(name.prefix(40)))
            }
        }
        guard places[.type] != nil, places[.content] != nil else {
            throw FormatFault(
                line: row.line, "no Todoist table: its first row names the columns, TYPE and CONTENT among them")
        }
        self.places = places
        self.unknown = unknown
    }

    /// The field of a row, trimmed; empty where the row is too short.
    func text(_ column: Column, in row: TableRow) -> String {
        guard let place = places[column], place < row.fields.count else { return "" }
        return ImportedText.trimmed(row.fields[place])
    }
}
