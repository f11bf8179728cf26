internal import ServicePorts
internal import TodoDomain

/// Reads a complete export.
public enum ExportReading {
    /// What the file holds, whatever it is: each record is an item with its own outcome.
    ///
    /// The file's faults tell when its end is missing, or when a line is not as it was written.
    public static func file(_ bytes: [UInt8]) -> ImportedFile {
        guard bytes.count <= ImportLimits.mostBytes else {
            return ImportedFile(
                faults: [
                    FormatFault(line: 1, "a file has at most \(ImportLimits.mostBytes) bytes, found \(bytes.count)")
                ])
        }
        var reader = ExportReader()
        var start = bytes.startIndex
        var line = 0
        while start < bytes.endIndex, reader.isOpen {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
            line += 1
            reader.take(bytes[start..<end], line: line)
            start = min(end + 1, bytes.endIndex)
        }
        return reader.finished(at: line)
    }
}

/// Takes the lines of an export one after the other.
private struct ExportReader {
    private var file = ImportedFile()
    private var hasHeader = false
    private var hasEnd = false
    private(set) var isOpen = true
    private var records = 0
    private var checksum = StableText.fold([])
    private var uids: Set<String> = []
    private var passedOver: [ExportLine.Kind: Int] = [:]

    mutating func take(_ bytes: ArraySlice<UInt8>, line: Int) {
        let content = bytes.last == 0x0D ? bytes.dropLast() : bytes
        if content.isEmpty { return }
        guard !hasEnd else { return stop(line, "there is more after the last line, of type end") }
        guard content.count <= ImportLimits.mostLineBytes * 4 else {
            return stop(line, "a line has at most \(ImportLimits.mostLineBytes * 4) bytes, found \(content.count)")
        }
        let read = Result { try JSONCodec.decode(ExportLine.self, from: Array(content)) }
        if hasHeader, (try? read.get().type) != .end {
            records += 1
            checksum = StableText.fold(Array(content) + [0x0A], into: checksum)
        }
        switch read {
        case .success(let record): hasHeader ? take(record, line: line) : begin(record, line: line)
        case .failure(let error):
            let fault = FormatFault(line: line, ExportReader.message(error))
            guard hasHeader else { return stop(line, "no export: \(fault.message)") }
            add(ImportedItem(line: line, name: "", content: .failure(FormatFailure([fault]))))
        }
    }

    private mutating func begin(_ record: ExportLine, line: Int) {
        guard record.type == .header, record.format == ExportLine.format else {
            return stop(line, "no export: its first line has the type header and the format \(ExportLine.format)")
        }
        guard let version = record.version, (1...ExportLine.version).contains(version) else {
            let found = record.version.map(String.init) ?? "none"
            return stop(line, "an export of version \(found); this program reads versions up to \(ExportLine.version)")
        }
        hasHeader = true
    }

    private mutating func take(_ record: ExportLine, line: Int) {
        switch record.type {
        case .header: refuse(line, "a second header")
        case .settings: take(record.settings, line) { ("settings", .settings($0), nil) }
        case .tag: take(record.tag, line) { ($0.name, .tag($0), $0.importFault) }
        case .savedFilter: take(record.savedFilter, line) { ($0.name, .savedFilter($0), $0.importFault) }
        case .task: take(record.task, line: line)
        case .account, .webhook, .auditEntry: passedOver[record.type, default: 0] += 1
        case .end: end(record, line: line)
        }
    }

    private mutating func take<Value>(
        _ value: Value?, _ line: Int, _ content: (Value) -> (String, ImportedItem.Content, String?)
    ) {
        guard let value else { return refuse(line, "the line has nothing of its type") }
        let (name, content, fault) = content(value)
        if let fault { return refuse(line, fault, name: name) }
        add(ImportedItem(line: line, name: name, content: .success(content)))
    }

    private mutating func take(_ task: TodoTask?, line: Int) {
        guard let task else { return refuse(line, "the line has nothing of its type") }
        guard let uid = task.uid else { return refuse(line, "a task needs a uid", name: task.title) }
        guard uids.insert(uid).inserted else { return refuse(line, "the uid '\(uid.prefix(80))' is there twice") }
        add(.checked(task, parentUID: nil, line: line, notes: []))
    }

    private mutating func end(_ record: ExportLine, line: Int) {
        hasEnd = true
        if record.records != records {
            let told = record.records.map(String.init) ?? "no"
            file.faults.append(
                FormatFault(line: line, "the last line tells of \(told) records, found \(records): lines are missing"))
        } else if record.checksum != StableText.hexadecimal(checksum) {
            file.faults.append(FormatFault(line: line, "the checksum does not fit: a line is not as it was written"))
        }
    }

    private mutating func refuse(_ line: Int, _ message: String, name: String = "") {
        add(
            ImportedItem(
                line: line, name: name, content: .failure(FormatFailure([FormatFault(line: line, message)]))))
    }

    private mutating func add(_ item: ImportedItem) {
        guard file.items.count < ImportLimits.mostItems * 2 else {
            return stop(item.line, "a file has at most \(ImportLimits.mostItems * 2) records")
        }
        file.items.append(item)
    }

    private mutating func stop(_ line: Int, _ message: String) {
        file.faults.append(FormatFault(line: line, message))
        isOpen = false
    }

    func finished(at line: Int) -> ImportedFile {
        var file = file
        if isOpen, !hasHeader { file.faults.append(FormatFault(line: 1, "the file is empty")) }
        if isOpen, hasHeader, !hasEnd {
            file.faults.append(FormatFault(line: line, "the last line, of type end, is missing: the file was cut"))
        }
        for (kind, count) in passedOver.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            file.notes.append("\(count) of type \(kind.rawValue) were passed over")
        }
        return file
    }

    /// What is wrong with a line, in words; the place is that within the JSON.
    private static func message(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        }
        switch error {
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            return String(place(context).prefix(300))
        case DecodingError.keyNotFound(let key, let context):
            let path = (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".")
            return "\(path) is missing"
        default: return "the line is no JSON"
        }
    }
}
