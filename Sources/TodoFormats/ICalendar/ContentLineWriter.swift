/// Writes content lines: folded to 75 bytes, never inside a character, and ended by CRLF.
struct ContentLineWriter {
    private(set) var bytes: [UInt8] = []

    /// The most bytes of a line, its end not counted.
    static let mostBytes = 75

    mutating func write(_ line: ContentLine) {
        var text = line.name
        for parameter in line.parameters {
            text += ";\(parameter.name)=" + parameter.values.map(CalendarText.parameterValue).joined(separator: ",")
        }
        fold(text + ":" + line.value)
    }

    mutating func begin(_ component: String) { write(ContentLine("BEGIN", value: component)) }

    mutating func end(_ component: String) { write(ContentLine("END", value: component)) }

    private mutating func fold(_ text: String) {
        var used = 0
        for scalar in text.unicodeScalars {
            let encoded = UTF8.encode(scalar).map(Array.init) ?? []
            if used + encoded.count > ContentLineWriter.mostBytes {
                bytes += [0x0D, 0x0A, 0x20]
                used = 1
            }
            bytes += encoded
            used += encoded.count
        }
        bytes += [0x0D, 0x0A]
    }
}
