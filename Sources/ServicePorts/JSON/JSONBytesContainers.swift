/// Writes the members of an object.
struct JSONBytesObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONBytesEncoder
    let place: JSONBytesState.Place
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.writer.write(raw: "null") }
    }

    func encode(_ value: Bool, forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: String, forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: Double, forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.write(value) }
    }

    func encode(_ value: Int, forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: Int64, forKey key: Key) {
        if encoder.state.pointee.beginMember(key, at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        if encoder.state.pointee.beginMember(key, at: place) { try encoder.writeValue(value) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        _ = encoder.state.pointee.beginMember(key, at: place)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        _ = encoder.state.pointee.beginMember(key, at: place)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.unsureEncoder() }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

/// Writes the elements of a list.
struct JSONBytesList: UnkeyedEncodingContainer {
    let encoder: JSONBytesEncoder
    let place: JSONBytesState.Place
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.state.pointee.count(at: place) }

    func encodeNil() {
        if encoder.state.pointee.beginElement(at: place) { encoder.state.pointee.writer.write(raw: "null") }
    }

    func encode(_ value: String) {
        if encoder.state.pointee.beginElement(at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: some Encodable) throws {
        if encoder.state.pointee.beginElement(at: place) { try encoder.writeValue(value) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        _ = encoder.state.pointee.beginElement(at: place)
        return encoder.nestedContainer(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = encoder.state.pointee.beginElement(at: place)
        return encoder.nestedUnkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.unsureEncoder() }
}

/// Writes the one value of a level.
struct JSONBytesScalar: SingleValueEncodingContainer {
    let encoder: JSONBytesEncoder
    let place: JSONBytesState.Place
    var codingPath: [any CodingKey] { [] }

    func encodeNil() {
        if encoder.state.pointee.beginScalar(at: place) { encoder.state.pointee.writer.write(raw: "null") }
    }

    func encode(_ value: Bool) {
        if encoder.state.pointee.beginScalar(at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: String) {
        if encoder.state.pointee.beginScalar(at: place) { encoder.state.pointee.writer.write(value) }
    }

    func encode(_ value: Double) {
        if encoder.state.pointee.beginScalar(at: place) { encoder.state.pointee.write(value) }
    }

    func encode(_ value: Float) { encoder.state.pointee.isUnsure = true }

    func encode(_ value: Int) { integer(value) }
    func encode(_ value: Int8) { integer(value) }
    func encode(_ value: Int16) { integer(value) }
    func encode(_ value: Int32) { integer(value) }
    func encode(_ value: Int64) { integer(value) }
    func encode(_ value: UInt) { integer(value) }
    func encode(_ value: UInt8) { integer(value) }
    func encode(_ value: UInt16) { integer(value) }
    func encode(_ value: UInt32) { integer(value) }
    func encode(_ value: UInt64) { integer(value) }

    func encode(_ value: some Encodable) throws {
        if encoder.state.pointee.beginScalar(at: place) { try encoder.writeValue(value) }
    }

    private func integer(_ value: some FixedWidthInteger) {
        if encoder.state.pointee.beginScalar(at: place) { encoder.state.pointee.writer.write(value) }
    }
}
