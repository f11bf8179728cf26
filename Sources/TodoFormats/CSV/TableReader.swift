/// Reads comma-separated values by RFC 4180: fields in quotes hold commas, line ends and doubled quotes.
///
/// Lines end by LF, CRLF or CR, and rows may have any number of fields. A bad row is refused alone, where its end can
/// be told.
public struct TableReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// The most fields of a row.
    static let mostFields = 256

    /// A reader of those bytes; a byte order mark at their beginning is passed over.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next row that has any character, or what is wrong with it; nil at the end.
    public mutating func next() -> Result<TableRow, FormatFault>? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            let result = Result { () throws(FormatFault) in try field() }
            switch result {
            case .success(let field): fields.append(field)
            case .failure(let fault):
                skipLine()
                return .failure(fault)
            }
            guard fields.count <= TableReader.mostFields else {
                skipLine()
                return .failure(FormatFault(line: start, "a row has at most \(TableReader.mostFields) fields"))
            }
            guard take(",") else { break }
        }
        takeLineEnd()
        return .success(TableRow(line: start, fields: fields))
    }

    private mutating func field() throws(FormatFault) -> String {
        position < bytes.count && bytes[position] == UInt8(ascii: "\"") ? try quotedField() : try plainField()
    }

    private mutating func plainField() throws(FormatFault) -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: ","), !isLineEnd { position += 1 }
        return try text(bytes[start..<position], from: line)
    }

    private mutating func quotedField() throws(FormatFault) -> String {
        let (start, startLine) = (position, line)
        position += 1
        var content: [UInt8] = []
        while true {
            guard position < bytes.count, content.count <= ImportLimits.mostLineBytes else {
                throw unended(start, startLine, isTooLong: position < bytes.count)
            }
            if take("\"") {
                guard take("\"") else { break }
                content.append(UInt8(ascii: "\""))
            } else if isLineEnd {
                takeLineEnd()
                content.append(0x0A)
            } else {
                content.append(bytes[position])
                position += 1
            }
        }
        guard position == bytes.count || bytes[position] == UInt8(ascii: ",") || isLineEnd else {
            throw FormatFault(
                line: line, "text after the quote that ends a field; inside of quotes a quote is written twice")
        }
        return try text(content[...], from: startLine)
    }

    /// A field whose quote does not end: reading goes on in the line after the one where it began.
    private mutating func unended(_ start: Int, _ startLine: Int, isTooLong: Bool) -> FormatFault {
        (position, line) = (start, startLine)
        let limit = ImportLimits.mostLineBytes
        return FormatFault(
            line: startLine,
            isTooLong ? "a field has at most \(limit) bytes" : "a field begins with a quote that never ends")
    }

    private func text(_ bytes: ArraySlice<UInt8>, from line: Int) throws(FormatFault) -> String {
        guard bytes.count <= ImportLimits.mostLineBytes else {
            throw FormatFault(
                line: line, "a field has at most \(ImportLimits.mostLineBytes) bytes, found \(bytes.count)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FormatFault(line: line, "a field is not UTF-8; save the table as UTF-8 and try again")
        }
        return text
    }

    private var isLineEnd: Bool {
        position < bytes.count && (bytes[position] == 0x0A || bytes[position] == 0x0D)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeLineEnd() {
        guard isLineEnd else { return }
        let isReturn = bytes[position] == 0x0D
        position += 1
        if isReturn, position < bytes.count, bytes[position] == 0x0A { position += 1 }
        line += 1
    }

    private mutating func skipEmptyLines() {
        while isLineEnd { takeLineEnd() }
    }

    private mutating func skipLine() {
        while position < bytes.count, !isLineEnd { position += 1 }
        takeLineEnd()
    }
}
