internal import FoundationEssentials
internal import GRDB

extension Database {
    /// Executes a statement that is prepared once for each connection.
    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
        try cachedStatement(sql: sql).execute(arguments: checked(arguments))
    }

    /// Every row of a query that is prepared once for each connection.
    func rows(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: checked(arguments))
    }

    /// Gives the rows of a query to the body one by one, read no further than it wants: until it answers false.
    func eachRow(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?], _ body: (Row) throws -> Bool
    ) throws {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: checked(arguments))
        while let row = try rows.next(), try body(row) {}
    }

    /// The first row of a query that is prepared once for each connection.
    func row(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: checked(arguments))
    }

    /// The first column of the first row, or nil when there is no row or the value is null.
    func integer(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: checked(arguments))
    }

    /// Refuses text with a NUL, which SQLite would cut there: two keys could become one.
    private func checked(_ arguments: [(any DatabaseValueConvertible)?]) throws -> StatementArguments {
        for case let text as String in arguments where text.utf8.contains(0) {
            throw StorageFailure(.refused, "text with a NUL character cannot be stored: \(text.debugDescription)")
        }
        return StatementArguments(arguments)
    }
}

extension Row {
    /// The bytes in a column that is never null.
    func bytes(_ column: Int) -> [UInt8] {
        [UInt8](self[column] as Data)
    }
}
