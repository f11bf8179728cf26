internal import CPostgres

/// What one statement answered.
public final class PostgresRows: @unchecked Sendable {
    // libpq never changes a result once it has handed it out, so any thread may read it.
    private let result: OpaquePointer

    /// Takes the result over and frees it at the end.
    init(owning result: OpaquePointer) {
        self.result = result
    }

    deinit { PQclear(result) }

    /// How many rows there are.
    public var count: Int { Int(PQntuples(result)) }

    /// How many rows the statement wrote, 0 for one that only reads.
    public var affectedCount: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The row of that index, from 0; there must be one.
    public subscript(_ index: Int) -> PostgresRow {
        precondition(index >= 0 && index < count, "there is no row \(index) of \(count)")
        return PostgresRow(rows: self, index: Int32(index))
    }

    /// The first row, nil when there is none.
    public var first: PostgresRow? { count > 0 ? self[0] : nil }

    /// What the body makes of each row; rethrows what it throws.
    public func map<Value>(_ body: (PostgresRow) throws -> Value) rethrows -> [Value] {
        try (0..<count).map { try body(self[$0]) }
    }

    /// The value's bytes in binary format, nil for null; throws `PostgresError` for a column that is not there.
    func field(_ row: Int32, _ column: Int) throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard column >= 0, column < Int(PQnfields(result)) else {
            throw PostgresError(.decoding, "column \(column) of \(PQnfields(result)) was asked for")
        }
        guard PQgetisnull(result, row, Int32(column)) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, Int32(column)), count: Int(PQgetlength(result, row, Int32(column))))
    }

    /// The column's name and type, for messages.
    func name(ofColumn column: Int) -> String {
        let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? "?"
        return "'\(name)' of type \(PQftype(result, Int32(column)))"
    }

    /// The type's object identifier.
    func type(ofColumn column: Int) -> UInt32 { PQftype(result, Int32(column)) }
}

/// One row; its values are read by position and type, a wrong one is an error and not a crash.
public struct PostgresRow: Sendable {
    fileprivate let rows: PostgresRows
    fileprivate let index: Int32

    /// A `bigint`, `integer` or `smallint`; throws `PostgresError` when it is null or of another type.
    public func integer(_ column: Int) throws(PostgresError) -> Int64 {
        try required(integerOrNil(column), column)
    }

    /// A `bigint`, `integer` or `smallint`, nil for null; throws `PostgresError` when it is of another type.
    public func integerOrNil(_ column: Int) throws(PostgresError) -> Int64? {
        guard let field = try rows.field(index, column) else { return nil }
        guard [20, 21, 23].contains(rows.type(ofColumn: column)) else { throw mismatch("an integer", column) }
        var value: Int64 = (field.first ?? 0) < 0x80 ? 0 : -1
        for byte in field { value = value << 8 | Int64(byte) }
        return value
    }

    /// A `text` or `varchar`; throws `PostgresError` when it is null or of another type.
    public func text(_ column: Int) throws(PostgresError) -> String {
        try required(textOrNil(column), column)
    }

    /// A `text` or `varchar`, nil for null; throws `PostgresError` when it is of another type.
    public func textOrNil(_ column: Int) throws(PostgresError) -> String? {
        guard let field = try rows.field(index, column) else { return nil }
        guard [25, 1043, 19, 18].contains(rows.type(ofColumn: column)) else { throw mismatch("a text", column) }
        return String(decoding: field, as: UTF8.self)
    }

    /// A `bytea`; throws `PostgresError` when it is null or of another type.
    public func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
        guard let field = try rows.field(index, column) else { throw missing(column) }
        guard rows.type(ofColumn: column) == 17 else { throw mismatch("a bytea", column) }
        return Array(field)
    }

    /// A `boolean`; throws `PostgresError` when it is null or of another type.
    public func boolean(_ column: Int) throws(PostgresError) -> Bool {
        guard let field = try rows.field(index, column) else { throw missing(column) }
        guard rows.type(ofColumn: column) == 16, let byte = field.first else { throw mismatch("a boolean", column) }
        return byte != 0
    }

    private func required<Value>(_ value: Value?, _ column: Int) throws(PostgresError) -> Value {
        guard let value else { throw missing(column) }
        return value
    }

    private func missing(_ column: Int) -> PostgresError {
        PostgresError(.decoding, "column \(rows.name(ofColumn: column)) is null where a value was expected")
    }

    private func mismatch(_ expected: String, _ column: Int) -> PostgresError {
        PostgresError(.decoding, "column \(rows.name(ofColumn: column)) was read as \(expected)")
    }
}
