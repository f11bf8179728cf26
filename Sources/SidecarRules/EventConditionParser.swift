/// Reads a condition over an event.
struct EventConditionParser {
    private var tokens: [String] = []
    private var position = 0
    private static let signs = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ".", ",", "-"]

    init(_ text: String) {
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if let sign = EventConditionParser.signs.first(where: { rest.hasPrefix($0) }) {
                tokens.append(sign)
                rest.removeFirst(sign.count)
            } else if first == "\"" || first == "'" {
                rest.removeFirst()
                let content = EventConditionParser.string(&rest, endedBy: first)
                tokens.append("\"" + content)
            } else {
                let isNumber = first.isNumber
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || isNumber && $0 == "." }
                tokens.append(word.isEmpty ? String(first) : String(word))
                rest.removeFirst(max(1, word.count))
            }
        }
    }

    private static func string(_ rest: inout Substring, endedBy end: Character) -> String {
        var content = ""
        while let next = rest.popFirst(), next != end {
            content.append(next == "\\" ? rest.popFirst() ?? next : next)
        }
        return content
    }

    mutating func document() -> EventCondition? {
        guard let condition = alternatives() else { return nil }
        return position == tokens.count ? condition : nil
    }

    private mutating func take(_ token: String) -> Bool {
        guard position < tokens.count, tokens[position] == token else { return false }
        position += 1
        return true
    }

    private mutating func chain(
        _ signs: [String], _ part: (inout EventConditionParser) -> EventCondition?
    ) -> EventCondition? {
        guard var left = part(&self) else { return nil }
        while let sign = signs.first(where: { take($0) }) {
            guard let right = part(&self) else { return nil }
            left = .binary(sign, left, right)
        }
        return left
    }

    private mutating func alternatives() -> EventCondition? {
        chain(["||"]) { $0.chain(["&&"]) { $0.comparison() } }
    }

    private mutating func comparison() -> EventCondition? {
        chain(["==", "!=", "<=", ">=", "<", ">", "in"]) { $0.unary() }
    }

    private mutating func unary() -> EventCondition? {
        if take("!") { return unary().map(EventCondition.not) }
        if take("-") {
            guard case .literal(.number(let literal))? = unary() else { return nil }
            return .literal(.number("-" + literal))
        }
        guard var value = primary() else { return nil }
        while true {
            if take(".") {
                guard let name = word() else { return nil }
                if take("(") {
                    guard let arguments = arguments(until: ")") else { return nil }
                    value = .call(name, [value] + arguments)
                } else {
                    value = .member(value, .literal(.string(name)))
                }
            } else if take("[") {
                guard let index = alternatives(), take("]") else { return nil }
                value = .member(value, index)
            } else {
                return value
            }
        }
    }

    private mutating func arguments(until end: String) -> [EventCondition]? {
        var arguments: [EventCondition] = []
        if take(end) { return arguments }
        while let argument = alternatives() {
            arguments.append(argument)
            if take(end) { return arguments }
            guard take(",") else { return nil }
        }
        return nil
    }

    private mutating func word() -> String? {
        guard position < tokens.count, tokens[position].first?.isLetter == true || tokens[position].first == "_" else {
            return nil
        }
        position += 1
        return tokens[position - 1]
    }

    private mutating func primary() -> EventCondition? {
        if take("(") {
            guard let inner = alternatives(), take(")") else { return nil }
            return inner
        }
        if take("[") { return arguments(until: "]").map(EventCondition.list) }
        if let word = word() {
            switch word {
            case "true", "false": return .literal(.boolean(word == "true"))
            case "null": return .literal(.null)
            case "event": return .event
            default: return take("(") ? arguments(until: ")").map { .call(word, $0) } : nil
            }
        }
        guard position < tokens.count else { return nil }
        let token = tokens[position]
        position += 1
        if token.first == "\"" { return .literal(.string(String(token.dropFirst()))) }
        return Double(token) != nil ? .literal(.number(token)) : nil
    }
}
