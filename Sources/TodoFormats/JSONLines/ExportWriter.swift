public import CivilTime
internal import ServicePorts
public import TodoDomain
public import TodoPorts

/// Writes a complete export as JSON lines, piece by piece so that nobody holds all of it.
///
/// A header line, a line for each record, and a last line with their number and checksum. The same state gives the
/// same bytes but for the header's time, also when it was restored elsewhere from such a file: tasks are ordered and
/// named by what restoring keeps.
public struct ExportWriter: Sendable {
    private var records = 0
    private var checksum = StableText.fold([])

    /// A writer of a new file.
    public init() {}

    /// The first line; throws `EncodingError`.
    public func header(at time: Timestamp) throws -> [UInt8] {
        var line = ExportLine(.header)
        line.format = ExportLine.format
        line.version = ExportLine.version
        line.exportedAt = time
        return try JSONCodec.encode(line) + [0x0A]
    }

    /// A line for the settings; throws `EncodingError`.
    public mutating func line(_ settings: UserSettings) throws -> [UInt8] {
        try record(.settings, settings, as: \.settings)
    }

    /// A line for a tag; throws `EncodingError`.
    public mutating func line(_ tag: Tag) throws -> [UInt8] {
        try record(.tag, tag, as: \.tag)
    }

    /// A line for a saved filter; throws `EncodingError`.
    public mutating func line(_ filter: SavedFilter) throws -> [UInt8] {
        try record(.savedFilter, filter, as: \.savedFilter)
    }

    /// A line for a task whose identities `ExportedTasks` gave it; throws `EncodingError`.
    public mutating func line(_ task: TodoTask) throws -> [UInt8] {
        try record(.task, task, as: \.task)
    }

    /// A line for the account; throws `EncodingError`.
    public mutating func line(_ account: ExportedAccount) throws -> [UInt8] {
        try record(.account, account, as: \.account)
    }

    /// A line for a webhook; throws `EncodingError`.
    public mutating func line(_ webhook: ExportedWebhook) throws -> [UInt8] {
        try record(.webhook, webhook, as: \.webhook)
    }

    /// A line for an entry of the audit trail; throws `EncodingError`.
    public mutating func line(_ entry: AuditEntry) throws -> [UInt8] {
        try record(.auditEntry, entry, as: \.auditEntry)
    }

    /// The last line; throws `EncodingError`.
    public func trailer() throws -> [UInt8] {
        var line = ExportLine(.end)
        line.records = records
        line.checksum = StableText.hexadecimal(checksum)
        return try JSONCodec.encode(line) + [0x0A]
    }

    private mutating func record<Value>(
        _ kind: ExportLine.Kind, _ value: Value, as member: WritableKeyPath<ExportLine, Value?>
    ) throws -> [UInt8] {
        var line = ExportLine(kind)
        line[keyPath: member] = value
        let bytes = try JSONCodec.encode(line) + [0x0A]
        records += 1
        checksum = StableText.fold(bytes, into: checksum)
        return bytes
    }
}

extension ExportWriter {
    /// The whole file of a user's state at once; throws `EncodingError`.
    public static func file(_ state: UserState, epoch: String, at time: Timestamp) throws -> [UInt8] {
        var writer = ExportWriter()
        var bytes = try writer.header(at: time) + writer.line(state.settings)
        for tag in state.orderedTags { bytes += try writer.line(tag) }
        for filter in state.savedFilters { bytes += try writer.line(filter) }
        for task in ExportedTasks(state, epoch: epoch) { bytes += try writer.line(task) }
        return bytes + (try writer.trailer())
    }
}
