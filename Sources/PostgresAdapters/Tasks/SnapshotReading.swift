internal import CivilTime
internal import PostgresClient
internal import TodoDomain
internal import TodoPorts

/// The statements of one snapshot, and which answer is which.
struct SnapshotReading {
    private enum Part {
        case head, task, successor, occurrences, tags, record, parent, subtasks, records, oldest, undo, holder
    }

    private let reading: TaskReading
    private var parts: [Part] = []
    /// What to ask.
    private(set) var statements: [PostgresStatement] = []

    init(_ request: SnapshotRequest) {
        reading = TaskReading(user: request.userID)
        add(.head, reading.head)
        if let id = request.taskID {
            add(.task, reading.task(id))
            if request.includesOccurrences { add(.occurrences, reading.occurrences(ofSeriesOf: id)) }
        }
        if let id = request.successorOf { add(.successor, reading.successor(of: id)) }
        if request.includesTags { add(.tags, reading.tags) }
        if let key = request.idempotencyKey { add(.record, reading.record(under: key)) }
        if let id = request.parentID { add(.parent, reading.task(id)) }
        if !request.subtasksOf.isEmpty { add(.subtasks, reading.subtasks(of: request.subtasksOf)) }
        if !request.recordIDs.isEmpty { add(.records, reading.records(request.recordIDs)) }
        if let kind = request.countedRecords { add(.oldest, reading.oldest(of: kind)) }
        if request.includesUndo { add(.undo, reading.undo) }
        if let uid = request.uid { add(.holder, reading.holder(ofUID: uid)) }
    }

    /// What the answers say.
    func snapshot(_ answers: [PostgresRows]) throws -> TaskSnapshot {
        var snapshot = TaskSnapshot(sequence: 0)
        for (part, rows) in zip(parts, answers) {
            switch part {
            case .head: (snapshot.sequence, snapshot.settings) = try reading.head(rows)
            case .task: snapshot.task = try reading.tasks(rows).first
            case .successor: (snapshot.successorID, snapshot.successor) = try reading.successor(rows)
            case .occurrences: snapshot.occurrences = try reading.occurrences(rows)
            case .tags: snapshot.tags = try reading.tags(rows)
            case .record: snapshot.idempotency = try reading.record(rows)
            case .parent: snapshot.parent = try reading.tasks(rows).first
            case .subtasks: snapshot.subtasks = try reading.tasks(rows)
            case .records: snapshot.records = try reading.records(rows)
            case .oldest: (snapshot.recordCount, snapshot.oldestRecords) = try reading.oldest(rows)
            case .undo: snapshot.undo = try reading.undo(rows)
            case .holder: snapshot.holderOfUID = try rows.first.map { TaskID(try $0.integer(0)) }
            }
        }
        return snapshot
    }

    private mutating func add(_ part: Part, _ statement: PostgresStatement) {
        parts.append(part)
        statements.append(statement)
    }
}
