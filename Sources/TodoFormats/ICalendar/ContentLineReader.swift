/// Reads content lines out of bytes, unfolding them first: a line may be folded in the middle of a character.
struct ContentLineReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next line that is not empty, or what is wrong with it; nil at the end.
    mutating func next() -> Result<ContentLine, FormatFault>? {
        while position < bytes.count {
            let start = line
            guard let unfolded = unfoldedLine() else {
                return .failure(
                    FormatFault(line: start, "a line has at most \(ImportLimits.mostLineBytes) bytes, folds undone"))
            }
            if unfolded.isEmpty { continue }
            return Result { () throws(FormatFault) in try ContentLineParser(unfolded, line: start).contentLine() }
        }
        return nil
    }

    /// The bytes of a line and of those that continue it; nil when they are too many, all of them passed over.
    private mutating func unfoldedLine() -> ArraySlice<UInt8>? {
        var unfolded = physicalLine()
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
            position += 1
            let more = physicalLine()
            // Beyond the limit nothing more is gathered.
            if unfolded.count <= ImportLimits.mostLineBytes { unfolded += more }
        }
        return unfolded.count <= ImportLimits.mostLineBytes ? unfolded : nil
    }

    private mutating func physicalLine() -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        let content = bytes[start..<position]
        if position < bytes.count {
            let isReturn = bytes[position] == 0x0D
            position += 1
            if isReturn, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            line += 1
        }
        return content
    }
}

/// Reads one unfolded content line.
private struct ContentLineParser {
    private let bytes: ArraySlice<UInt8>
    private let line: Int
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>, line: Int) {
        self.bytes = bytes
        self.line = line
        position = bytes.startIndex
    }

    func contentLine() throws(FormatFault) -> ContentLine {
        var parser = self
        return try parser.parse()
    }

    private mutating func parse() throws(FormatFault) -> ContentLine {
        let name = try word("a property")
        var parameters: [ContentLine.Parameter] = []
        while take(";") {
            let parameter = try word("a parameter")
            guard take("=") else { throw fault("expected '=' after the parameter \(parameter)") }
            var values = [try parameterValue()]
            while take(",") { values.append(try parameterValue()) }
            parameters.append(ContentLine.Parameter(parameter, values))
        }
        guard take(":") else { throw fault("expected ':' and a value after '\(name)'") }
        return ContentLine(name, parameters, value: try text(bytes[position...]), line: line)
    }

    /// A name of letters, digits and dashes, in capitals.
    private mutating func word(_ what: String) throws(FormatFault) -> String {
        let start = position
        while position < bytes.endIndex, ContentLineParser.isNameByte(bytes[position]) { position += 1 }
        guard position > start else { throw fault("expected the name of \(what), as in SUMMARY:Buy milk") }
        // Groups as in vCards come before a dot; calendars have none.
        return String(decoding: bytes[start..<position], as: UTF8.self).uppercased()
    }

    private mutating func parameterValue() throws(FormatFault) -> String {
        let isQuoted = take("\"")
        let start = position
        while position < bytes.endIndex, !isEnd(bytes[position], isQuoted: isQuoted) { position += 1 }
        let value = try text(bytes[start..<position])
        if isQuoted, !take("\"") { throw fault("a parameter's value begins with a quote and has no quote at its end") }
        return CalendarText.decodeCarets(value)
    }

    private func isEnd(_ byte: UInt8, isQuoted: Bool) -> Bool {
        if isQuoted { return byte == UInt8(ascii: "\"") }
        return byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",")
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(FormatFault) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("the line is not UTF-8") }
        return text
    }

    private func fault(_ message: String) -> FormatFault {
        FormatFault(line: line, message + ", at byte \(position - bytes.startIndex + 1)")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
