extension TidyRule {
    static let textRules = [
        lineWidth, fileLength, trailingWhitespace, controlCharacters, finalNewline, unfinished, forceTry, machinePaths,
    ]

    /// The parts that ship.
    private static let shipped = ["Sources", "Simulations"]

    private static let lineWidth = TidyRule(
        name: "Swift lines are at most 120 characters wide",
        breaches: [Example("// " + String(repeating: "x", count: 118))],
        proper: [
            Example("// " + String(repeating: "x", count: 117)),
            Example("// " + String(repeating: "ڈ", count: 117)),
            Example(String(repeating: "x", count: 200), at: "docs/example.md"),
        ],
        findings: { file in
            guard file.isSwift else { return [] }
            return lines(of: file, where: { $0.count > 120 }) { "\($0.count) characters wide, at most 120: break it" }
        })

    private static let fileLength = TidyRule(
        name: "no Swift file over 400 lines",
        breaches: [Example(String(repeating: "// line\n", count: 401))],
        proper: [
            Example(String(repeating: "// line\n", count: 400)),
            Example(String(repeating: "line\n", count: 401), at: "docs/example.md"),
        ],
        findings: { file in
            guard file.isSwift, file.lines.count > 400 else { return [] }
            let message = "\(file.lines.count) lines, at most 400: one concept a file"
            return [Finding(path: file.path, line: 401, message: message)]
        })

    private static let trailingWhitespace = TidyRule(
        name: "no whitespace at the end of a line",
        breaches: [Example("let a = 1 \n"), Example("text\t\n", at: "docs/example.md")],
        proper: [Example("let a = 1\n\n")],
        findings: { file in
            lines(of: file, where: { $0.hasSuffix(" ") || $0.hasSuffix("\t") }) { _ in
                "whitespace at the end: remove it"
            }
        })

    private static let controlCharacters = TidyRule(
        name: "no control characters",
        breaches: [
            Example("let a = \"\u{7}\"\n"), Example("let a = 1\r\n"), Example("\tlet a = 1\n"),
            Example("let a = \"\u{202E}\"\n"), Example("let a\u{200B} = 1\n"), Example("\u{FEFF}let a = 1\n"),
        ],
        proper: [Example("let a = \"کل ۱\"\n"), Example("all:\n\tswift build\n", at: "Makefile")],
        findings: { file in
            lines(of: file, where: { $0.unicodeScalars.contains { isControl($0, in: file) } }) { _ in
                "a control or invisible character: write it as an escape, or remove it"
            }
        })

    private static let finalNewline = TidyRule(
        name: "files end with one newline",
        breaches: [Example("let a = 1"), Example("let a = 1\n\n"), Example("text", at: "README.md")],
        proper: [Example("let a = 1\n")],
        findings: { file in
            if file.text.hasSuffix("\n"), !file.text.hasSuffix("\n\n") { return [] }
            return [Finding(path: file.path, line: file.lines.count, message: "must end with exactly one newline")]
        })

    private static let unfinished = TidyRule(
        name: "nothing is left to be done later",
        breaches: [
            Example("// TODO: later\n"), Example("let a = 1 // FIXME\n"), Example("/* XXX */\n"),
            Example("fatalError(\"not implemented\")\n"),
        ],
        proper: [
            Example("// the todo list\n"), Example("let a = \"TODO\"\n"), Example("let TODO_PORT = 1\n"),
            Example("// TODO\n", at: "Tests/TidyTests/Example.swift"),
        ],
        findings: { file in
            guard file.isSwift, file.isUnder(shipped) else { return [] }
            let comments = file.comments.enumerated().flatMap { index, comment in
                Token.all(in: Array(comment.utf8)).map { Token(text: $0.text, line: index + 1) }
            }
            let notes = comments.filter { ["TODO", "FIXME", "XXX"].contains($0.text) }.map(\.line)
            let holes = lines(of: file, where: { $0.contains("fatalError(\"not implemented") }) { _ in "" }.map(\.line)
            return (notes + holes).map {
                Finding(
                    path: file.path, line: $0,
                    message: "unfinished work: finish it, or describe it where work is planned")
            }
        })

    private static let forceTry = TidyRule(
        name: "no forced try",
        breaches: [Example("let a = try! value()"), Example("let a = \"\\(try! value())\"")],
        proper: [Example("let a = try? value()"), Example("// try! value()"), Example("let a = try !flag()")],
        findings: { file in
            guard file.isSwift, file.isUnder(shipped) else { return [] }
            return zip(file.tokens, file.tokens.dropFirst()).compactMap { first, second in
                guard first.text == "try", second.text == "!", first.isJoined(to: second, in: file) else { return nil }
                return Finding(
                    path: file.path, line: first.line, message: "`try!` is banned: throw, or give the reason why not")
            }
        })

    /// Paths of machines on which the project was written; put together here so that this file does not hold them.
    private static let machineFolders = ["/" + "work/", "/" + "opt/swift", "/" + "root/", "/" + "home/"]

    private static let machinePaths = TidyRule(
        name: "no paths of somebody's machine",
        breaches: machineFolders.map { Example("see \($0)main\n", at: "docs/example.md") },
        proper: [Example("the /workers/ route and network/ folder\n", at: "docs/example.md")],
        findings: { file in
            lines(of: file, where: { line in machineFolders.contains { line.contains($0) } }) { _ in
                "a path that exists on one machine only: write it from the root of the repository"
            }
        })

    private static func isControl(_ scalar: Unicode.Scalar, in file: SourceFile) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: !(scalar == "\t" && file.path.hasSuffix("Makefile"))
        case .format: true
        default: false
        }
    }

    private static func lines(
        of file: SourceFile, where isBreach: (Substring) -> Bool, message: (Substring) -> String
    ) -> [Finding] {
        file.lines.enumerated().filter { isBreach($0.element) }.map {
            Finding(path: file.path, line: $0.offset + 1, message: message($0.element))
        }
    }
}

extension Token {
    /// True when the two stand side by side in the text of their line.
    fileprivate func isJoined(to next: Token, in file: SourceFile) -> Bool {
        line == next.line && file.lines[line - 1].contains(text + next.text)
    }
}
