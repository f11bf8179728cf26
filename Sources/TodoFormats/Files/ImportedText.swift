/// Texts as the product keeps them.
enum ImportedText {
    /// The most characters of a title.
    static let mostTitleCharacters = 200

    /// The text without white space at its ends and without U+0000, which no text has here.
    static func trimmed(_ text: some StringProtocol) -> String {
        let kept = text.unicodeScalars.contains("\0") ? String(text.filter { $0 != "\0" }) : String(text)
        guard let first = kept.firstIndex(where: { !$0.isWhitespace }),
            let last = kept.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(kept[first...last])
    }

    /// A title that is not too long, with the description that then begins with the whole of it.
    static func fitted(title: String, description: String, notes: inout [String]) -> (title: String, String) {
        guard title.count > mostTitleCharacters else { return (title, description) }
        notes.append("the title has \(title.count) characters; it was cut, and the description has all of it")
        let cut = trimmed(title.prefix(mostTitleCharacters - 1)) + "…"
        return (cut, trimmed(title + "\n\n" + description))
    }
}
