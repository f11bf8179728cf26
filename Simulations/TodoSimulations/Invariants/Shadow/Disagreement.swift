internal import CivilTime
internal import TodoDomain

/// Words for what was expected and what is.
enum Disagreement {
    /// What is wrong with a field; nil when it is as expected.
    static func told<Value: Equatable>(_ field: String, _ expected: Value, _ found: Value) -> String? {
        guard expected != found else { return nil }
        func text(_ value: Value) -> String {
            switch value {
            case let reading as CivilDateTime: reading.iso8601
            case let readings as [CivilDateTime]: "[\(readings.map(\.iso8601).joined(separator: ", "))]"
            case let rule as RecurrenceRule: rule.text
            default: "\(value)"
            }
        }
        return "\(field) should be \(text(expected)) and is \(text(found))"
    }
}
