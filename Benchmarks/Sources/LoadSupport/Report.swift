/// Names and values as one line of JSON.
package struct Report {
    private var members: [String] = []

    package init() {}

    package mutating func add(_ name: String, _ value: Int) { members.append("\"\(name)\": \(value)") }

    package mutating func add(_ name: String, _ value: String) { members.append("\"\(name)\": \"\(value)\"") }

    package mutating func add(_ name: String, _ value: Double) {
        members.append("\"\(name)\": \((value * 1_000).rounded() / 1_000)")
    }

    /// Adds microseconds for each of so many.
    package mutating func add(_ name: String, _ seconds: Double, per count: Int) {
        add(name, count > 0 ? seconds * 1e6 / Double(count) : 0)
    }

    package var line: String { "{" + members.joined(separator: ", ") + "}" }
}
