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

    /// Appends the value in the server's binary format; nothing for `null`.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: break
        case .boolean(let value): bytes.append(value ? 1 : 0)
        case .integer(let value): bytes.append(bigEndian: value)
        case .text(let value): bytes += value.utf8
        case .bytes(let value): bytes += value
        case .integers(let values):
            bytes.append(arrayOf: 20, values) { bytes, value in bytes.append(bigEndian: value) }
        case .texts(let values):
            bytes.append(arrayOf: 25, values, isNull: { $0 == nil }) { bytes, value in bytes += (value ?? "").utf8 }
        case .byteArrays(let values):
            bytes.append(arrayOf: 17, values) { bytes, value in bytes += value }
        }
    }
}

extension [UInt8] {
    /// Appends an array of one dimension: dimensions, whether there are nulls, type, length, first index, then the
    /// elements, each after its length.
    fileprivate mutating func append<Value>(
        arrayOf type: Int32, _ values: [Value], isNull: (Value) -> Bool = { _ in false },
        element: (inout [UInt8], Value) -> Void
    ) {
        let hasNull: Int32 = values.contains(where: isNull) ? 1 : 0
        guard !values.isEmpty else {
            for number in [0, hasNull, type] { append(bigEndian: number) }
            return
        }
        for number in [1, hasNull, type, Int32(values.count), 1] { append(bigEndian: number) }
        for value in values {
            guard !isNull(value) else {
                append(bigEndian: Int32(-1))
                continue
            }
            let place = count
            append(bigEndian: Int32(0))
            element(&self, value)
            Swift.withUnsafeBytes(of: Int32(count - place - 4).bigEndian) { length in
                for (index, byte) in length.enumerated() { self[place + index] = byte }
            }
        }
    }

    fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
