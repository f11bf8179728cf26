/// Reads the members of an object.
struct JSONTapeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let tape: JSONTape
    let index: Int
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var place = index + 1
        for _ in 0..<tape.entries[index].count {
            if let name = tape.text(tape.entries[place]), let key = Key(stringValue: name) { keys.append(key) }
            place = Int(tape.entries[place + 1].next)
        }
        return keys
    }

    private func member(_ key: Key) throws -> JSONTapeDecoder {
        guard let place = tape.member(key.stringValue, of: index) else { throw JSONTapeDecoder.Mismatch() }
        return JSONTapeDecoder(tape: tape, index: place)
    }

    func contains(_ key: Key) -> Bool { tape.member(key.stringValue, of: index) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).flag() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).text() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).double() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try member(key).integer(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try member(key).decode(type)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let place = tape.member(key.stringValue, of: index) else { return nil }
        let value = JSONTapeDecoder(tape: tape, index: place)
        return value.isNull ? nil : try value.text()
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let place = tape.member(key.stringValue, of: index) else { return nil }
        let value = JSONTapeDecoder(tape: tape, index: place)
        return value.isNull ? nil : try value.decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        throw JSONTapeDecoder(tape: tape, index: index).unsure()
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder() }
}

/// Reads the elements of a list.
struct JSONTapeList: UnkeyedDecodingContainer {
    let tape: JSONTape
    private let list: Int
    private var next: Int
    let count: Int?
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(tape: JSONTape, index: Int, count: Int) {
        self.tape = tape
        self.list = index
        self.count = count
        next = index + 1
    }

    var isAtEnd: Bool { currentIndex == count }

    /// The next element, which is taken only once it was read.
    private func element() throws -> JSONTapeDecoder {
        guard !isAtEnd else { throw JSONTapeDecoder.Mismatch() }
        return JSONTapeDecoder(tape: tape, index: next)
    }

    private mutating func advance() {
        next = Int(tape.entries[next].next)
        currentIndex += 1
    }

    mutating func decodeNil() throws -> Bool {
        guard try element().isNull else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: String.Type) throws -> String {
        let text = try element().text()
        advance()
        return text
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try element().decode(type)
        advance()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try element().container(keyedBy: type)
        advance()
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try element().unkeyedContainer()
        advance()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        throw JSONTapeDecoder(tape: tape, index: list).unsure()
    }
}

/// Reads a value that is neither an object nor a list, or whatever it is as something else.
struct JSONTapeScalar: SingleValueDecodingContainer {
    let decoder: JSONTapeDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { decoder.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.flag() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.double() }
    func decode(_ type: Float.Type) throws -> Float { throw decoder.unsure() }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
