/// A habit of this repository that a program can check, with text that breaks it and text that keeps it.
struct TidyRule: Sendable {
    /// Text under a path, as an example for a rule.
    struct Example: Sendable {
        let path: String
        let text: String

        init(_ text: String, at path: String = "Sources/TodoServices/Example.swift") {
            self.path = path
            self.text = text
        }

        var file: SourceFile { SourceFile(path: path, text: text) }
    }

    /// A breach of a rule.
    struct Finding: Equatable, CustomStringConvertible {
        let path: String
        /// Line, from 1.
        let line: Int
        let message: String

        var description: String { "\(path):\(line): \(message)" }
    }

    /// What the rule asks for, as a short sentence.
    let name: String
    /// Each of these must give a finding.
    let breaches: [Example]
    /// None of these may give a finding.
    let proper: [Example]
    /// Every breach in a file; empty for files that the rule is not about.
    let findings: @Sendable (SourceFile) -> [Finding]
}

extension TidyRule {
    /// Every rule.
    static let all: [TidyRule] = BannedCall.all.map(\.rule) + [importArrows, functionLength] + textRules
}
