/// A condition over an event, in the part of the Common Expression Language that routing rules use: attributes,
/// literals, comparisons, `&&`, `||`, `!`, `in`, `has`, `size` and the tests of strings.
indirect enum EventCondition: Sendable, Equatable {
    case literal(SidecarJSON)
    case list([EventCondition])
    case event
    case member(EventCondition, EventCondition)
    case not(EventCondition)
    case binary(String, EventCondition, EventCondition)
    case call(String, [EventCondition])

    /// The condition of that text; nil when it is none.
    init?(_ text: String) {
        var parser = EventConditionParser(text)
        guard let condition = parser.document() else { return nil }
        self = condition
    }

    /// True when the condition holds for the event; what cannot be evaluated does not hold.
    func holds(for event: SidecarJSON) -> Bool {
        value(event) == .boolean(true)
    }

    private func value(_ event: SidecarJSON) -> SidecarJSON? {
        switch self {
        case .literal(let json): return json
        case .list(let elements): return .array(elements.compactMap { $0.value(event) })
        case .event: return event
        case .member(let whole, let name):
            guard let whole = whole.value(event), let name = name.value(event) else { return nil }
            if let text = name.text { return whole[text] }
            guard let elements = whole.elements, let index = name.whole else { return nil }
            return elements.indices.contains(index) ? elements[index] : nil
        case .not(let condition):
            guard case .boolean(let flag)? = condition.value(event) else { return nil }
            return .boolean(!flag)
        case .binary("&&", let left, let right): return .boolean(left.holds(for: event) && right.holds(for: event))
        case .binary("||", let left, let right): return .boolean(left.holds(for: event) || right.holds(for: event))
        case .binary(let sign, let left, let right):
            guard let left = left.value(event), let right = right.value(event) else { return nil }
            return EventCondition.compare(sign, left, right).map(SidecarJSON.boolean)
        case .call("has", let arguments): return .boolean(arguments.first?.value(event) != nil)
        case .call(let name, let arguments):
            let values = arguments.compactMap { $0.value(event) }
            return values.count == arguments.count ? EventCondition.call(name, values) : nil
        }
    }

    private static func compare(_ sign: String, _ left: SidecarJSON, _ right: SidecarJSON) -> Bool? {
        switch sign {
        case "==": return order(left, right).map { $0 == 0 } ?? (left == right)
        case "!=": return order(left, right).map { $0 != 0 } ?? (left != right)
        case "<": return order(left, right).map { $0 < 0 }
        case "<=": return order(left, right).map { $0 <= 0 }
        case ">": return order(left, right).map { $0 > 0 }
        case ">=": return order(left, right).map { $0 >= 0 }
        case "in": return right.elements?.contains(left) ?? left.text.flatMap { right.members?.keys.contains($0) }
        default: return nil
        }
    }

    /// Below zero when the left comes first; nil for values that have no order.
    private static func order(_ left: SidecarJSON, _ right: SidecarJSON) -> Int? {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            guard let left = Double(left), let right = Double(right) else { return nil }
            return left < right ? -1 : left == right ? 0 : 1
        case (.string(let left), .string(let right)): return left < right ? -1 : left == right ? 0 : 1
        default: return nil
        }
    }

    private static func call(_ name: String, _ values: [SidecarJSON]) -> SidecarJSON? {
        switch (name, values.count) {
        case ("size", 1):
            let count = values[0].text?.unicodeScalars.count ?? values[0].elements?.count ?? values[0].members?.count
            return count.map { .number("\($0)") }
        case ("startsWith", 2), ("endsWith", 2), ("contains", 2):
            guard let text = values[0].text, let part = values[1].text else { return nil }
            switch name {
            case "startsWith": return .boolean(text.hasPrefix(part))
            case "endsWith": return .boolean(text.hasSuffix(part))
            default: return .boolean(text.contains(part))
            }
        default: return nil
        }
    }
}
