internal import CivilTime

/// Reads the text of a filter from left to right, and refuses with the place at which it stopped to make sense.
///
/// `filter = all { "||" all }`, `all = one { "&&" one }`, `one = "!" one | "(" filter ")" | condition`.
struct TaskFilterParser {
    let bytes: [UInt8]
    var position = 0
    private var terms = 0
    private var searches = 0

    init(_ text: String) {
        bytes = Array(text.utf8.prefix(TaskFilter.mostBytes + 1))
    }

    mutating func filter() throws(TaskFilterError) -> TaskFilter {
        try requireLength(bytes.count)
        let filter = try alternatives(depth: 0)
        guard position == bytes.count else { throw unexpected() }
        // Written out it may be longer, and whatever is printed must be readable.
        try requireLength(filter.text.utf8.count)
        return filter
    }

    /// A text that is one moment.
    mutating func wholeMoment() throws(TaskFilterError) -> FilterMoment {
        skipSpaces()
        let moment = try moment()
        skipSpaces()
        guard position == bytes.count else { throw fault("\(found) after a complete moment, which ends here") }
        return moment
    }

    private func requireLength(_ count: Int) throws(TaskFilterError) {
        guard count <= TaskFilter.mostBytes else {
            throw fault(
                at: min(bytes.count, TaskFilter.mostBytes), "a filter has at most \(TaskFilter.mostBytes) bytes")
        }
    }

    private mutating func alternatives(depth: Int) throws(TaskFilterError) -> TaskFilter {
        var filters = [try conjunction(depth: depth)]
        while try takes("|", or: "or") { filters.append(try conjunction(depth: depth)) }
        return TaskFilter.any(of: filters) ?? filters[0]
    }

    private mutating func conjunction(depth: Int) throws(TaskFilterError) -> TaskFilter {
        var filters = [try one(depth: depth)]
        while try takes("&", or: "and") { filters.append(try one(depth: depth)) }
        return TaskFilter.all(of: filters) ?? filters[0]
    }

    private mutating func one(depth: Int) throws(TaskFilterError) -> TaskFilter {
        skipSpaces()
        let start = position
        guard take("!") || takeWord("not") else {
            guard take("(") else { return .condition(try condition()).simplified }
            return try parenthesised(depth: depth + 1, from: start)
        }
        skipSpaces()
        // A negation and the parentheses that it goes with count once.
        let inner = position
        if take("(") { return .not(try parenthesised(depth: depth + 1, from: inner)) }
        try requireDepth(depth + 1, at: start)
        return .not(try one(depth: depth + 1))
    }

    private mutating func parenthesised(depth: Int, from start: Int) throws(TaskFilterError) -> TaskFilter {
        try requireDepth(depth, at: start)
        let filter = try alternatives(depth: depth)
        skipSpaces()
        if position == bytes.count { throw fault(at: start, "'(' is not closed; a ')' is missing") }
        guard take(")") else { throw unexpected() }
        return filter
    }

    private func requireDepth(_ depth: Int, at place: Int) throws(TaskFilterError) {
        guard depth <= TaskFilter.mostDepth else {
            throw fault(at: place, "negations and parentheses go at most \(TaskFilter.mostDepth) deep")
        }
    }

    /// Takes a doubled sign or the word for it.
    private mutating func takes(_ sign: Character, or word: String) throws(TaskFilterError) -> Bool {
        skipSpaces()
        if takeWord(word) { return true }
        let start = position
        guard take(sign) else { return false }
        guard take(sign) else { throw fault(at: start, "'\(sign)' alone; write \(sign)\(sign), or \(word)") }
        return true
    }

    /// Notes another value that is compared with.
    mutating func countTerm(at place: Int) throws(TaskFilterError) {
        terms += 1
        guard terms <= TaskFilter.mostTerms else {
            throw fault(at: place, "a filter compares with at most \(TaskFilter.mostTerms) values")
        }
    }

    /// Notes another text that is looked for within texts, which takes longest.
    mutating func countSearch(at place: Int) throws(TaskFilterError) {
        searches += 1
        guard searches <= TaskFilter.mostSearches else {
            throw fault(at: place, "a filter has at most \(TaskFilter.mostSearches) comparisons with ~")
        }
    }

    private func unexpected() -> TaskFilterError {
        if position < bytes.count, bytes[position] == UInt8(ascii: ")") {
            return fault("')' without its '('; leave it out")
        }
        return fault(
            "\(found) after a complete condition; go on with && or ||, and put text with spaces in double quotes")
    }
}

extension TaskFilter {
    /// A property compared with true or false as the field alone, negated or not.
    fileprivate var simplified: TaskFilter {
        guard case .condition(let condition) = self, condition.field.kind == .property,
            case .completion(let wanted)? = condition.values.first
        else { return self }
        return .has(condition.field, wanted == (condition.comparison == .equal))
    }
}
