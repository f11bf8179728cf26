/// A parameter of a statement.
public enum PostgresValue: Sendable, Hashable {
    /// No value, of a type that the statement tells.
    case null
    /// `boolean`.
    case boolean(Bool)
    /// `bigint`.
    case integer(Int64)
    /// `text`, without a zero character: PostgreSQL refuses one.
    case text(String)
    /// `bytea`.
    case bytes([UInt8])
    /// `bigint[]`.
    case integers([Int64])
    /// `text[]`.
    case texts([String?])
    /// `bytea[]`.
    case byteArrays([[UInt8]])

    /// The value or `null`.
    public static func integer(orNull value: Int64?) -> PostgresValue { value.map { .integer($0) } ?? .null }

    /// The value or `null`.
    public static func text(orNull value: String?) -> PostgresValue { value.map { .text($0) } ?? .null }

    /// The type's object identifier, from the catalogue's fixed ones; 0 lets the server infer it.
    var typeIdentifier: UInt32 {
        switch self {
        case .null: 0
        case .boolean: 16
        case .integer: 20
        case .text: 25
        case .bytes: 17
        case .integers: 1016
        case .texts: 1009
        case .byteArrays: 1001
        }
    }

    /// The value in the server's binary format; nil for `null`.
    var binary: [UInt8]? {
        switch self {
        case .null: nil
        case .boolean(let value): [value ? 1 : 0]
        case .integer(let value): value.bigEndianBytes
        case .text(let value): Array(value.utf8)
        case .bytes(let value): value
        case .integers(let values): PostgresValue.array(of: 20, values.map(\.bigEndianBytes))
        case .texts(let values): PostgresValue.array(of: 25, values.map { $0.map { Array($0.utf8) } })
        case .byteArrays(let values): PostgresValue.array(of: 17, values)
        }
    }

    /// An array of one dimension: dimensions, whether there are nulls, type, length, first index, then the elements.
    private static func array(of type: Int32, _ elements: [[UInt8]?]) -> [UInt8] {
        let hasNull: Int32 = elements.contains { $0 == nil } ? 1 : 0
        guard !elements.isEmpty else { return Int32(0).bigEndianBytes + hasNull.bigEndianBytes + type.bigEndianBytes }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + elements.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
        for number in [1, hasNull, type, Int32(elements.count), 1] { bytes += number.bigEndianBytes }
        for element in elements {
            bytes += Int32(element?.count ?? -1).bigEndianBytes
            if let element { bytes += element }
        }
        return bytes
    }
}

extension FixedWidthInteger {
    /// The number's bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
