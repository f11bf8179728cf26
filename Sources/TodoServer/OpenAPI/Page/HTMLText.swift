/// Text on its way into a page.
enum HTMLText {
    /// The text with everything escaped that HTML reads otherwise.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// A line with `code` and **strong** words.
    static func line(_ text: String) -> String {
        paired(paired(escaped(text), "`", "code"), "**", "strong")
    }

    /// Paragraphs, which empty lines part.
    static func paragraphs(_ text: String) -> String {
        text.split(separator: "\n\n").map { "<p>\(line(String($0)))</p>\n" }.joined()
    }

    /// A table; without rows nothing.
    static func table(_ titles: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let head = titles.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { "<td>\($0)</td>" }.joined() + "</tr>\n" }.joined()
        return "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\n\(body)</tbody></table></div>\n"
    }

    /// Puts the element around what stands between each two marks.
    private static func paired(_ text: String, _ mark: String, _ element: String) -> String {
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            let isInside = index % 2 == 1 && index < parts.count - 1
            return isInside ? "<\(element)>\(part)</\(element)>" : (index % 2 == 1 ? mark + part : String(part))
        }.joined()
    }
}
