public import TodoDomain
public import TodoFormats

/// What became of a file for import.
public struct ImportReport: Hashable, Encodable, Sendable {
    /// What became of one item.
    public struct Item: Hashable, Encodable, Sendable {
        /// What became of it, in a word.
        public enum Outcome: String, Codable, Sendable {
            /// It was taken, or would be.
            case imported
            /// It was there already.
            case unchanged
            /// It could not be taken; its faults say why.
            case refused
        }

        /// The line on which it begins.
        public var line: Int
        /// What to call it.
        public var name: String
        /// What became of it.
        public var outcome: Outcome
        /// The task that it is, if it is one.
        public var taskID: TaskID?
        /// Everything for which it was refused.
        public var faults: [FormatFault]
        /// What became of it otherwise than its file says.
        public var notes: [String]

        private enum CodingKeys: String, CodingKey {
            case line, name, outcome, faults, notes
            case taskID = "task_id"
        }
    }

    /// True when nothing was done, only tried.
    public var isDryRun: Bool
    /// How many items were taken, or would be.
    public internal(set) var imported: Int = 0
    /// How many were there already.
    public internal(set) var unchanged: Int = 0
    /// How many could not be taken.
    public internal(set) var refused: Int = 0
    /// What is wrong with the file as a whole.
    public var faults: [FormatFault]
    /// What was passed over for good reason.
    public var notes: [String]
    /// The items of which there is most to tell first: refused ones, then ones with notes, then the others.
    public internal(set) var items: [Item] = []

    /// The most items that a report lists; the figures count all of them.
    public static let mostItems: Int = 1_000

    private enum CodingKeys: String, CodingKey {
        case imported, unchanged, refused, faults, notes, items
        case isDryRun = "dry_run"
    }

    init(_ file: ImportedFile, isDryRun: Bool) {
        self.isDryRun = isDryRun
        faults = Array(file.faults.prefix(ImportReport.mostItems))
        notes = Array(file.notes.prefix(ImportReport.mostItems))
    }

    mutating func add(_ item: ImportedItem, _ outcome: Item.Outcome, _ taskID: TaskID?, _ faults: [FormatFault]) {
        switch outcome {
        case .imported: imported += 1
        case .unchanged: unchanged += 1
        case .refused: refused += 1
        }
        items.append(
            Item(
                line: item.line, name: item.name, outcome: outcome, taskID: taskID, faults: Array(faults.prefix(20)),
                notes: Array(item.notes.prefix(20))))
    }

    /// Leaves out items of which there is nothing to tell where there are too many.
    mutating func shorten() {
        guard items.count > ImportReport.mostItems else { return }
        let refused = items.filter { $0.outcome == .refused }
        let noted = items.filter { $0.outcome != .refused && !$0.notes.isEmpty }
        let others = items.filter { $0.outcome != .refused && $0.notes.isEmpty }
        items = Array((refused + noted + others).prefix(ImportReport.mostItems))
    }
}
