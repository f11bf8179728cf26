/// Reads values from JSON text that was taken apart.
///
/// It throws where a value is not what is asked for, without saying more: whoever gets the error has Foundation's
/// decoder tell what is wrong, which knows the place.
struct JSONTapeDecoder: Decoder {
    /// A value is not what was asked for.
    struct Mismatch: Error {}

    let tape: JSONTape
    /// The value's entry.
    let index: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The value in the bytes; nil when this decoder cannot tell.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) -> Value? {
        guard let tape = JSONTape(bytes) else { return nil }
        let value = try? JSONTapeDecoder(tape: tape, index: 0).decode(type)
        return tape.isUnsure ? nil : value
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == String.self, let text = try text() as? Value { return text }
        guard !JSONFoundationTypes.contain(type) else { throw unsure() }
        return try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard entry.kind == .object else { throw Mismatch() }
        return KeyedDecodingContainer(JSONTapeObject<Key>(tape: tape, index: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard entry.kind == .list else { throw Mismatch() }
        return JSONTapeList(tape: tape, index: index, count: Int(entry.count))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        JSONTapeScalar(decoder: self)
    }

    private var entry: JSONTape.Entry { tape.entries[index] }

    /// The error of what only Foundation can tell.
    func unsure() -> Mismatch {
        tape.isUnsure = true
        return Mismatch()
    }

    // MARK: Scalars

    var isNull: Bool { entry.kind == .null }

    func flag() throws -> Bool {
        switch entry.kind {
        case .yes: return true
        case .no: return false
        default: throw Mismatch()
        }
    }

    func text() throws -> String {
        let entry = entry
        guard entry.kind == .plainText || entry.kind == .escapedText else { throw Mismatch() }
        guard let text = tape.text(entry) else { throw unsure() }
        return text
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let entry = entry
        // A fraction may be a whole number after all.
        guard entry.kind != .fraction else { throw unsure() }
        guard entry.kind == .whole else { throw Mismatch() }
        let digits = tape.digits(entry)
        guard digits.count <= 18 else { throw unsure() }
        let isNegative = digits[0] == UInt8(ascii: "-")
        var value: Int64 = 0
        for digit in digits.dropFirst(isNegative ? 1 : 0) { value = value * 10 + Int64(digit - 0x30) }
        guard let number = Number(exactly: isNegative ? -value : value) else { throw Mismatch() }
        return number
    }

    func double() throws -> Double {
        let entry = entry
        guard entry.kind == .whole || entry.kind == .fraction else { throw Mismatch() }
        guard let number = Double(String(decoding: tape.digits(entry), as: UTF8.self)) else { throw unsure() }
        return number
    }
}
