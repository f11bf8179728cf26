public import CivilTime
public import TodoDomain

/// Reads the tasks of a table as Todoist exports it: its template CSV.
public struct TodoistReading {
    /// What one row became and which later rows may build on.
    private struct Level {
        var indent: Int
        var uid: String
    }

    private let zones: UserZones
    private let now: Timestamp
    private let zoneName: String?
    private var file = ImportedFile()
    private var levels: [Level] = []
    private var section: String?
    private var seen: [UInt64: Int] = [:]

    /// What the table holds, whatever it is: each task is an item with its own outcome.
    ///
    /// Dates without a zone are in that of the settings. `now` is what `tomorrow` is reckoned from, and when the tasks
    /// were made.
    public static func file(
        _ bytes: [UInt8], settings: UserSettings, zones: any ZoneDatabase, now: Timestamp
    ) -> ImportedFile {
        guard bytes.count <= ImportLimits.mostBytes else {
            return ImportedFile(
                faults: [
                    FormatFault(line: 1, "a file has at most \(ImportLimits.mostBytes) bytes, found \(bytes.count)")
                ])
        }
        var reading = TodoistReading(zones: UserZones(settings, over: zones), now: now, zoneName: settings.timeZone)
        reading.read(TableReader(bytes))
        return reading.file
    }

    private init(zones: UserZones, now: Timestamp, zoneName: String?) {
        self.zones = zones
        self.now = now
        self.zoneName = zoneName.flatMap { zones.rules(named: $0) == nil ? nil : $0 }
    }

    private mutating func read(_ table: TableReader) {
        var table = table
        let columns: TodoistColumns
        switch TodoistReading.columns(&table) {
        case .success(let found): columns = found
        case .failure(let fault):
            file.faults = [fault]
            return
        }
        if !columns.unknown.isEmpty {
            file.notes.append("columns passed over: \(columns.unknown.prefix(20).joined(separator: ", "))")
        }
        while let result = table.next() {
            guard file.items.count < ImportLimits.mostItems else {
                file.faults.append(FormatFault(line: 1, "a file has at most \(ImportLimits.mostItems) tasks"))
                return
            }
            switch result {
            case .success(let row): take(row, columns)
            case .failure(let fault):
                file.items.append(
                    ImportedItem(line: fault.line, name: "", content: .failure(FormatFailure([fault]))))
            }
        }
    }

    private static func columns(_ table: inout TableReader) -> Result<TodoistColumns, FormatFault> {
        guard let first = table.next() else { return .failure(FormatFault(line: 1, "the file is empty")) }
        return Result { () throws(FormatFault) in try TodoistColumns(try first.get()) }
    }

    private mutating func take(_ row: TableRow, _ columns: TodoistColumns) {
        let content = columns.text(.content, in: row)
        switch columns.text(.type, in: row).lowercased() {
        case "task": file.items.append(task(row, columns))
        case "section":
            section = content.isEmpty ? nil : String(content.prefix(50))
            levels = []
        case "note": note(content, row)
        case "meta": break
        case "" where row.fields.allSatisfy({ ImportedText.trimmed($0).isEmpty }): break
        case let type:
            let fault = FormatFault(
                line: row.line, "'\(type.prefix(40))' is no TYPE; it is one of task, section, note and meta")
            file.items.append(ImportedItem(line: row.line, name: content, content: .failure(FormatFailure([fault]))))
        }
    }

    /// A comment belongs to the task above it, and to the project where there is none.
    private mutating func note(_ content: String, _ row: TableRow) {
        guard !content.isEmpty else { return }
        guard let last = file.items.indices.last, case .success(.task(var task, let parent)) = file.items[last].content
        else {
            file.notes.append("line \(row.line): a comment that is of no task: \(content.prefix(200))")
            return
        }
        task.description = ImportedText.trimmed(task.description + "\n\n" + content)
        let item = file.items[last]
        file.items[last] = .checked(task, parentUID: parent, line: item.line, notes: item.notes)
    }
}

extension TodoistReading {
    private mutating func task(_ row: TableRow, _ columns: TodoistColumns) -> ImportedItem {
        var notes: [String] = []
        var (title, tags) = TodoistLabels.split(columns.text(.content, in: row))
        if let section {
            tags.append(section)
            notes.append("its section became the tag '\(section)'")
        }
        let parent = parent(row, columns)
        let uid = uid(row, columns, parent: parent)
        let id = TaskID(Int64(file.items.count + 1))
        var task = TodoTask(id: id, userID: UserID("me"), title: "", createdAt: now, updatedAt: now, uid: uid)
        let fitted = ImportedText.fitted(
            title: title.replacing("\n", with: " "), description: columns.text(.description, in: row), notes: &notes)
        (task.title, task.description) = fitted
        for tag in tags where !task.hasTag(tag) { task.tags.append(tag) }
        task.priority = priority(columns.text(.priority, in: row), &notes)
        addDate(row, columns, to: &task, &notes)
        addRest(row, columns, to: &task)
        levels.append(Level(indent: indent(row, columns), uid: uid))
        return .checked(task, parentUID: parent, line: row.line, notes: notes)
    }

    private func indent(_ row: TableRow, _ columns: TodoistColumns) -> Int {
        max(1, Int(columns.text(.indent, in: row)) ?? 1)
    }

    /// The nearest task above that is indented less.
    private mutating func parent(_ row: TableRow, _ columns: TodoistColumns) -> String? {
        let indent = indent(row, columns)
        while let last = levels.last, last.indent >= indent { levels.removeLast() }
        return levels.last?.uid
    }

    /// Todoist's tables have no identities: what a row says is one, with its number among rows that say the same.
    private mutating func uid(_ row: TableRow, _ columns: TodoistColumns, parent: String?) -> String {
        let told: [TodoistColumns.Column] = [.content, .description, .priority, .date, .timeZone]
        var hash = StableText.fold((parent ?? "").utf8)
        for column in told { hash = StableText.fold([0] + Array(columns.text(column, in: row).utf8), into: hash) }
        seen[hash, default: 0] += 1
        return "todoist-\(StableText.hexadecimal(hash))-\(seen[hash] ?? 1)"
    }

    /// 1 is the highest there; 4, which means that nobody gave any, is low as it comes after 3.
    private func priority(_ text: String, _ notes: inout [String]) -> Priority {
        switch text {
        case "1": return .high
        case "2", "": return .medium
        case "3", "4": return .low
        default:
            notes.append("'\(text.prefix(20))' is no priority from 1 to 4; it is kept as medium")
            return .medium
        }
    }

    private func addDate(_ row: TableRow, _ columns: TodoistColumns, to task: inout TodoTask, _ notes: inout [String]) {
        let text = columns.text(.date, in: row)
        guard !text.isEmpty else { return }
        let own = columns.text(.timeZone, in: row)
        let zone = zones.rules(named: own) == nil ? zoneName : own
        let language = columns.text(.dateLanguage, in: row).lowercased()
        let today = (zone.flatMap { zones.rules(named: $0) } ?? zones.floating).civil(at: now)
        guard language.isEmpty || language.hasPrefix("en"), let date = TodoistDate(text, now: today) else {
            notes.append("'\(text.prefix(60))' is no date that is understood here; the description has it")
            task.description = ImportedText.trimmed("Date: \(text)\n\n" + task.description)
            return
        }
        if date.isRelative { notes.append("'\(text.prefix(60))' was read as \(date.due(in: zone).text)") }
        task.due = date.due(in: zone)
        guard let rule = date.rule, let due = task.due else { return }
        var series = Series(rule: rule, anchor: due.wall, id: task.id, occurrence: due.wall)
        if date.isFromCompletion, rule.isPlainInterval { series.settings.repeatFrom = .completion }
        task.series = series
    }

    /// What the product has no place for stays readable in the description.
    private func addRest(_ row: TableRow, _ columns: TodoistColumns, to task: inout TodoTask) {
        var lines: [String] = []
        func add(_ name: String, _ text: String) {
            if !text.isEmpty { lines.append("\(name): \(text)") }
        }
        add("Responsible", columns.text(.responsible, in: row))
        let unit = columns.text(.durationUnit, in: row)
        let duration = columns.text(.duration, in: row)
        add(
            "Duration",
            duration == "None" || duration.isEmpty ? "" : duration + " " + (unit == "None" ? "minute" : unit))
        add("Deadline", columns.text(.deadline, in: row))
        guard !lines.isEmpty else { return }
        task.description = ImportedText.trimmed(task.description + "\n\n" + lines.joined(separator: "\n"))
    }
}
