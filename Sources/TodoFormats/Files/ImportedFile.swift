public import TodoDomain

/// What a file for import holds: an outcome for each item, so that one bad item loses none of the others.
public struct ImportedFile: Sendable {
    /// The items in the file's order.
    public var items: [ImportedItem]
    /// What is wrong with the file as a whole: it is of another format, or its end is missing.
    public var faults: [FormatFault]
    /// What was passed over for good reason.
    public var notes: [String]

    /// A file of those parts.
    public init(items: [ImportedItem] = [], faults: [FormatFault] = [], notes: [String] = []) {
        self.items = items
        self.faults = faults
        self.notes = notes
    }
}

/// One thing in a file for import.
public struct ImportedItem: Sendable {
    /// What can be imported.
    public enum Content: Hashable, Sendable {
        /// A task with its identity in files; its other identities mean something within this file only.
        case task(TodoTask, parentUID: String?)
        /// A tag.
        case tag(Tag)
        /// A saved filter.
        case savedFilter(SavedFilter)
        /// The user's settings.
        case settings(UserSettings)
    }

    /// The line on which it begins, from 1.
    public var line: Int
    /// What to call it to the user.
    public var name: String
    /// What it is, or why it cannot be taken.
    public var content: Result<Content, FormatFailure>
    /// What became of it otherwise than its file says.
    public var notes: [String]

    /// An item with every part given.
    public init(line: Int, name: String, content: Result<Content, FormatFailure>, notes: [String] = []) {
        self.line = line
        self.name = name
        self.content = content
        self.notes = notes
    }
}

extension ImportedItem {
    /// The task as an item, refused for whatever the domain does not allow.
    static func checked(
        _ task: TodoTask, parentUID: String?, line: Int, notes: [String]
    ) -> ImportedItem {
        let faults = task.importFaults.map { fault in
            FormatFault(line: line, fault.pointer.isEmpty ? fault.message : "\(fault.pointer): \(fault.message)")
        }
        return ImportedItem(
            line: line, name: String(task.title.prefix(80)),
            content: faults.isEmpty ? .success(.task(task, parentUID: parentUID)) : .failure(FormatFailure(faults)),
            notes: notes)
    }
}
