/// Folds what a value encodes into a hash: keys, values, and where containers begin, in the order of encoding.
final class StableHashEncoder: Encoder {
    var hash: StableHash
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ hash: StableHash) {
        self.hash = hash
    }

    /// What stands before a value, so that different shapes do not fold alike.
    enum Mark: UInt64 {
        case keyed = 1
        case unkeyed, null, boolean, integer, unsigned, double, text
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        mark(.keyed)
        return KeyedEncodingContainer(StableHashKeyedContainer<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        mark(.unkeyed)
        return StableHashListContainer(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        StableHashValueContainer(encoder: self)
    }

    func mark(_ mark: Mark) { hash.fold(mark.rawValue) }

    func fold(_ value: some Encodable) throws {
        switch value {
        case let text as String: fold(text)
        case let number as Int: fold(Int64(number))
        case let number as Int64: fold(number)
        case let flag as Bool: fold(flag)
        default: try value.encode(to: self)
        }
    }

    func fold(_ text: String) {
        mark(.text)
        hash.fold(text)
    }

    func fold(_ number: Int64) {
        mark(.integer)
        hash.fold(UInt64(bitPattern: number))
    }

    func fold(_ number: UInt64) {
        mark(.unsigned)
        hash.fold(number)
    }

    func fold(_ number: Double) {
        mark(.double)
        hash.fold(number.bitPattern)
    }

    func fold(_ flag: Bool) {
        mark(.boolean)
        hash.fold(UInt64(flag ? 1 : 0))
    }
}
