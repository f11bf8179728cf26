/// The lines from the first word of a function, initializer, subscript or computed property to its closing brace.
struct FunctionSpan: Equatable {
    let name: String
    /// Line, from 1.
    let firstLine: Int
    let lastLine: Int

    var lineCount: Int { lastLine - firstLine + 1 }
}

extension FunctionSpan {
    /// Every declaration with a body, in order; nested ones are counted on their own too.
    static func all(in file: SourceFile) -> [FunctionSpan] {
        file.tokens.indices.compactMap { index in
            guard let name = declaredName(at: index, in: file.tokens),
                let open = bodyStart(after: index, in: file.tokens),
                let close = closingBrace(of: open, in: file.tokens)
            else { return nil }
            return FunctionSpan(name: name, firstLine: file.tokens[index].line, lastLine: file.tokens[close].line)
        }
    }

    private static func declaredName(at index: Int, in tokens: [Token]) -> String? {
        guard index + 1 < tokens.count else { return nil }
        let isMember = index > 0 && tokens[index - 1].text == "."
        switch tokens[index].text {
        case "func", "var": return isMember ? nil : tokens[index + 1].text
        case "init", "subscript", "deinit":
            let next = tokens[index + 1].text
            return !isMember && ["(", "<", "?", "!", "{"].contains(next) ? tokens[index].text : nil
        default: return nil
        }
    }

    /// The brace that opens the body; nil for requirements of protocols and for stored properties.
    private static func bodyStart(after index: Int, in tokens: [Token]) -> Int? {
        let goesOn: Set = ["->", "where", "throws", "rethrows", "async", "{", ":", ",", "&", "="]
        var depth = 0
        for next in (index + 1)..<tokens.count {
            let text = tokens[next].text
            if depth == 0 {
                if text == "{" { return next }
                if text == "=" || text == ";" || text == "}" {
                    if isStored(index, tokens) || text != "=" { return nil }
                }
                let isOnNewLine = tokens[next].line > tokens[next - 1].line
                if isOnNewLine, !goesOn.contains(text), !goesOn.contains(tokens[next - 1].text) { return nil }
            }
            if text == "(" || text == "[" { depth += 1 }
            if text == ")" || text == "]" { depth -= 1 }
            if depth < 0 { return nil }
        }
        return nil
    }

    private static func isStored(_ index: Int, _ tokens: [Token]) -> Bool {
        tokens[index].text == "var"
    }

    private static func closingBrace(of open: Int, in tokens: [Token]) -> Int? {
        var depth = 0
        for index in open..<tokens.count {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}

extension TidyRule {
    /// Longest function, in lines from its first word to its closing brace.
    static let longestFunctionLines = 70

    static let functionLength = TidyRule(
        name: "no function over \(longestFunctionLines) lines",
        breaches: [
            Example("func long() {\n" + String(repeating: "    step()\n", count: 69) + "}"),
            Example("init(\n    value: Int = { 7 }()\n) {\n" + String(repeating: "    step()\n", count: 68) + "}"),
            Example("var body: Int {\n" + String(repeating: "    step()\n", count: 69) + "}"),
            Example(
                "func run()\n    async throws -> [String: Int]\nwhere Item: Hashable {\n"
                    + String(repeating: "    if true { step() }\n", count: 68) + "}"),
        ],
        proper: [
            Example("func fits() {\n" + String(repeating: "    step()\n", count: 68) + "}"),
            Example(
                "protocol Port {\n    func one()\n    func two() async throws -> Int\n}\n"
                    + "struct Wide {\n" + String(repeating: "    let value = 1\n", count: 90) + "}"),
            Example("func short() { }\n// }\n" + String(repeating: "let value = \"}\"\n", count: 90)),
            Example(
                "struct Wide {\n    var one: Int = 1\n" + String(repeating: "    let value = 1\n", count: 90) + "}"),
        ],
        findings: { file in
            FunctionSpan.all(in: file).filter { $0.lineCount > longestFunctionLines }.map { span in
                Finding(
                    path: file.path, line: span.firstLine,
                    message: "\(span.name) has \(span.lineCount) lines, at most \(longestFunctionLines): split it")
            }
        })
}
