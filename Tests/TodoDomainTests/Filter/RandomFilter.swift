import TodoDomain

/// Texts of filters, of any shape within the bounds.
struct RandomFilter {
    var numbers: SeededNumbers
    private var terms = 0

    init(numbers: SeededNumbers) {
        self.numbers = numbers
    }

    mutating func text() -> String {
        terms = 0
        return filter(depth: 0)
    }

    private mutating func filter(depth: Int) -> String {
        let spread = depth > 4 || terms > 40 ? 4 : 10
        switch Int.random(in: 0..<spread, using: &numbers) {
        case 0...3: return condition()
        case 4, 5: return (numbers.chance(50) ? "!" : "not ") + "(" + filter(depth: depth + 1) + ")"
        case 6: return "(" + filter(depth: depth + 1) + ")"
        default:
            let sign = pick(numbers.chance(50) ? [" && ", "&&", " and "] : [" || ", "||", " OR "])
            return (0..<Int.random(in: 2...4, using: &numbers)).map { _ in
                let part = filter(depth: depth + 1)
                return numbers.chance(40) ? "(\(part))" : part
            }.joined(separator: sign)
        }
    }

    private mutating func condition() -> String {
        terms += 1
        switch Int.random(in: 0..<7, using: &numbers) {
        case 0: return pick(["completed", "overdue", "recurring", "reminder", "tag", "due", "description", "!tag"])
        case 1: return "\(pick(["completed", "recurring"])) \(pick(["=", "!="])) \(pick(["true", "False"]))"
        case 2: return "status\(pick([" = ", "!=", " in "]))\(pick(["pending", "completed"]))"
        case 3: return "priority \(pick(["=", "!=", "<", "<=", ">", ">="])) \(pick(["high", "medium", "low"]))"
        case 4: return "\(pick(["tag", "title", "description"])) \(pick(["=", "!=", "~"])) \(word())"
        case 5: return "\(pick(["tag", "title"])) in \((0..<3).map { _ in word() }.joined(separator: ", "))"
        default:
            let field = pick(["due", "created", "updated", "completed_at"])
            return "\(field) \(pick(["=", "!=", "<", "<=", ">", ">=", "in"])) \(moment())"
        }
    }

    private mutating func word() -> String {
        pick(["work", "\"a b\"", "کام", "\"\\\"q\\\" \\\\\"", "é", "\"and\"", "x-1", "7d", "\"ends in \"", "o'clock"])
    }

    private mutating func moment() -> String {
        let base = pick([
            "now", "today", "Tomorrow", "yesterday", "2026-01-31", "2026-01-31T09:00", "2026-12-31T23:59:59.5Z",
            "0000-01-01T00:00-23:59", "9999-12-31", "-3d", "5h", "\"2026-01-31T09:00\"",
        ])
        guard !base.hasPrefix("\""), numbers.chance(50) else { return base }
        let offsets = ["+7d", "-2h", " 1w", " + 90m", "-0d", "+36500d", "-24h+3m"]
        return base + pick(offsets)
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &numbers) ?? ""
    }
}
