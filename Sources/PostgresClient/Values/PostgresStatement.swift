/// One SQL statement with its parameters; it is prepared once on each connection.
public struct PostgresStatement: Sendable, Hashable {
    /// SQL with `$1`, `$2`, … where the parameters go.
    ///
    /// One of few texts: each is kept prepared.
    public var sql: String
    /// The parameters in order.
    public var parameters: [PostgresValue]

    /// A statement of that text.
    public init(_ sql: String, _ parameters: [PostgresValue] = []) {
        self.sql = sql
        self.parameters = parameters
    }
}
