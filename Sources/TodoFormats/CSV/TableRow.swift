/// A row of a table.
public struct TableRow: Hashable, Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// Its fields.
    public let fields: [String]

    /// A row of those fields.
    public init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}
