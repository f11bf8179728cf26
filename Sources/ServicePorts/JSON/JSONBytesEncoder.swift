/// Writes a value's JSON straight into bytes: keys sorted, slashes plain, as `JSONCodec` wants it.
///
/// It is for what the project's values do. Where it meets something else, it becomes unsure, and what it wrote is of no
/// use: dates and data, numbers that JSON has not, keys that are more than plain ASCII or occur twice, containers that
/// are used when others follow them already.
final class JSONBytesEncoder: Encoder {
    // Behind a pointer, as Swift would look with each access to a class's property whether another one is under way.
    let state: UnsafeMutablePointer<JSONBytesState>

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    private init() {
        state = .allocate(capacity: 1)
        state.initialize(to: JSONBytesState())
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The value's JSON; nil when this encoder is unsure of it; throws what the value throws.
    static func encode(_ value: some Encodable) throws -> [UInt8]? {
        let encoder = JSONBytesEncoder()
        try encoder.writeValue(value)
        return encoder.state.pointee.isUnsure ? nil : encoder.state.pointee.writer.bytes
    }

    /// Writes a value of its own level.
    func writeValue<Value: Encodable>(_ value: Value) throws {
        guard let depth = state.pointee.openValue(of: Value.self) else { return }
        try value.encode(to: self)
        state.pointee.close(downTo: depth)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        state.pointee.begin(.object)
        return KeyedEncodingContainer(JSONBytesObject<Key>(encoder: self, place: state.pointee.place))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        state.pointee.begin(.list)
        return JSONBytesList(encoder: self, place: state.pointee.place)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONBytesScalar(encoder: self, place: state.pointee.place)
    }

    /// Gives out a container of the member or element that was just begun.
    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        state.pointee.open(isNested: true)
        return container(keyedBy: type)
    }

    /// Gives out a list of the member or element that was just begun.
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        state.pointee.open(isNested: true)
        return unkeyedContainer()
    }

    /// The encoder itself, which cannot tell what this is for.
    func unsureEncoder() -> any Encoder {
        state.pointee.isUnsure = true
        return self
    }
}
