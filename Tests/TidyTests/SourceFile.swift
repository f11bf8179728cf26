/// One text file of the repository, taken apart as far as the rules need.
struct SourceFile {
    /// Path from the root of the repository.
    let path: String
    let text: String
    /// The lines without their newlines; a final newline opens no further line.
    let lines: [Substring]
    /// The code of a Swift file; empty for other files.
    let tokens: [Token]
    /// The comments of a Swift file in place, everything else blank; empty for other files.
    let comments: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        guard path.hasSuffix(".swift") else {
            tokens = []
            comments = []
            return
        }
        let mask = CodeMask(text)
        tokens = Token.all(in: mask.code)
        comments = String(decoding: mask.comments, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// True when the file lies under one of the folders.
    func isUnder(_ folders: [String]) -> Bool {
        folders.contains { path.hasPrefix($0 + "/") }
    }
}
