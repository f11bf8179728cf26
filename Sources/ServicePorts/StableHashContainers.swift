/// The members of a value that has keys.
struct StableHashKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: StableHashEncoder
    var codingPath: [any CodingKey] { [] }

    private func begin(_ key: Key) { encoder.hash.fold(key.stringValue) }

    func encodeNil(forKey key: Key) {
        begin(key)
        encoder.mark(.null)
    }

    func encode(_ value: String, forKey key: Key) {
        begin(key)
        encoder.fold(value)
    }

    func encode(_ value: Int64, forKey key: Key) {
        begin(key)
        encoder.fold(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        begin(key)
        encoder.fold(Int64(value))
    }

    func encode(_ value: Bool, forKey key: Key) {
        begin(key)
        encoder.fold(value)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        begin(key)
        try encoder.fold(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        begin(key)
        return encoder.container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        begin(key)
        return encoder.unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder }

    func superEncoder(forKey key: Key) -> any Encoder {
        begin(key)
        return encoder
    }
}

/// The elements of a list, each after its place.
struct StableHashListContainer: UnkeyedEncodingContainer {
    let encoder: StableHashEncoder
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(encoder: StableHashEncoder) {
        self.encoder = encoder
    }

    private mutating func begin() {
        encoder.hash.fold(UInt64(count))
        count += 1
    }

    mutating func encodeNil() {
        begin()
        encoder.mark(.null)
    }

    mutating func encode(_ value: some Encodable) throws {
        begin()
        try encoder.fold(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        begin()
        return encoder.container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        begin()
        return encoder.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        begin()
        return encoder
    }
}

/// A value without parts.
struct StableHashValueContainer: SingleValueEncodingContainer {
    let encoder: StableHashEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { encoder.mark(.null) }
    func encode(_ value: Bool) { encoder.fold(value) }
    func encode(_ value: String) { encoder.fold(value) }
    func encode(_ value: Double) { encoder.fold(value) }
    func encode(_ value: Float) { encoder.fold(Double(value)) }
    func encode(_ value: Int) { encoder.fold(Int64(value)) }
    func encode(_ value: Int8) { encoder.fold(Int64(value)) }
    func encode(_ value: Int16) { encoder.fold(Int64(value)) }
    func encode(_ value: Int32) { encoder.fold(Int64(value)) }
    func encode(_ value: Int64) { encoder.fold(value) }
    func encode(_ value: UInt) { encoder.fold(UInt64(value)) }
    func encode(_ value: UInt8) { encoder.fold(UInt64(value)) }
    func encode(_ value: UInt16) { encoder.fold(UInt64(value)) }
    func encode(_ value: UInt32) { encoder.fold(UInt64(value)) }
    func encode(_ value: UInt64) { encoder.fold(value) }
    func encode(_ value: some Encodable) throws { try encoder.fold(value) }
}
