/// The query of a request, checked: every name is one that the route knows, each at most once unless it may repeat.
struct QueryParameters {
    private var values: [String: [String]] = [:]
    /// Every name with its value, in the order given.
    private(set) var pairs: [(name: String, value: String)] = []

    /// Parses `a=1&b=2`; throws a `Problem` that names an unknown, repeated or malformed parameter.
    init(_ query: String?, allowing names: [String], repeating repeatable: [String] = []) throws(Problem) {
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = PercentCoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw Problem(.invalidParameter, "the query part '\(pair)' is not percent-encoded UTF-8")
            }
            let mayRepeat = repeatable.contains(name)
            guard mayRepeat || names.contains(name) else {
                let all = names + repeatable
                let known = all.isEmpty ? "this path takes none" : "known here: \(all.joined(separator: ", "))"
                throw Problem(.unknownParameter, "no parameter is named '\(name)'; \(known)")
            }
            guard mayRepeat || values[name] == nil else {
                throw Problem(.invalidParameter, "the parameter '\(name)' occurs twice")
            }
            values[name, default: []].append(value)
            pairs.append((name, value))
        }
    }

    /// The value as given, the first of several; nil when absent.
    subscript(name: String) -> String? { values[name]?.first }

    /// Every value of a parameter that may repeat; throws a `Problem` when there are more than that.
    func all(_ name: String, atMost count: Int) throws(Problem) -> [String] {
        let all = values[name] ?? []
        guard all.count <= count else {
            throw Problem(.invalidParameter, "'\(name)' occurs \(all.count) times; expected at most \(count)")
        }
        return all
    }

    /// The value as text of a bounded length, or nil when absent; throws a `Problem` that gives the bound.
    func text(_ name: String, mostCharacters: Int) throws(Problem) -> String? {
        guard let text = self[name] else { return nil }
        guard text.count <= mostCharacters else {
            throw Problem(
                .invalidParameter, "'\(name)' has \(text.count) characters; expected at most \(mostCharacters)")
        }
        return text
    }

    /// The value as one of a fixed set, or the default; throws a `Problem` that lists the set.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Value
    ) throws(Problem) -> Value where Value.RawValue == String {
        try optionalChoice(name) ?? fallback
    }

    /// The value as one of a fixed set, or nil when absent; throws a `Problem` that lists the set.
    func optionalChoice<Value: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws(Problem) -> Value? where Value.RawValue == String {
        guard let text = self[name] else { return nil }
        return try QueryParameters.choice(name, text)
    }

    /// The values of a parameter that may repeat, each as one of a fixed set; throws a `Problem` that lists the set.
    func choices<Value: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws(Problem) -> [Value] where Value.RawValue == String {
        var choices: [Value] = []
        for text in try all(name, atMost: Value.allCases.count) {
            choices.append(try QueryParameters.choice(name, text))
        }
        return choices
    }

    private static func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ text: String
    ) throws(Problem) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.invalidParameter, "'\(name)' is '\(text)'; expected one of \(choices)")
        }
        return value
    }

    /// The value as a whole number in a range, or nil when absent; throws a `Problem` that gives the range.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let value = Int64(text), range.contains(value) else {
            throw Problem(
                .invalidParameter,
                "'\(name)' is '\(text)'; expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
