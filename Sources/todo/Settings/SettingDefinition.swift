/// What there is to know of one setting: everything that help, checks and listings say comes from here.
struct SettingDefinition: Sendable {
    /// Values that a setting takes.
    enum Kind: Sendable, Equatable {
        case text
        case path
        case integer(ClosedRange<Int>)
        case choice([String])
        /// Given in the environment only and never shown.
        case secret
    }

    /// What it takes.
    let kind: Kind
    /// Its value when nobody sets it; nil when it then has none.
    let standard: String?
    /// What it does, in one sentence without its end.
    let summary: String
    /// True when a configuration file may set it.
    var isFileKey = true

    /// What is accepted, in words.
    var expectation: String {
        switch kind {
        case .text: "text that is not empty"
        case .path: "a path"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .secret: "at least 32 bytes"
        }
    }

    /// True when the value is acceptable.
    func accepts(_ value: String) -> Bool {
        switch kind {
        case .text, .path: !value.isEmpty && !value.contains("\0")
        case .integer(let range): Int(value).map(range.contains) ?? false
        case .choice(let choices): choices.contains(value)
        case .secret: value.utf8.count >= 32
        }
    }
}
