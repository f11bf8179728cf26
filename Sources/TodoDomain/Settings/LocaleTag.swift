/// A language tag as RFC 5646 writes it, checked for its form.
enum LocaleTag {
    /// The most characters of a tag.
    static let mostCharacters = 35

    /// The tag as it is usually written, `ur-PK` for `UR_pk`; nil when it is no language with script and region.
    ///
    /// Only the form is checked: whether the language is known, those who show texts say.
    static func normalised(_ text: String) -> String? {
        guard text.utf8.count <= mostCharacters else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.utf8.count), isLetters(language) else { return nil }
        var written = [language.lowercased()]
        var rest = parts.dropFirst()
        if let script = rest.first, script.utf8.count == 4, isLetters(script) {
            written.append(script.prefix(1).uppercased() + script.dropFirst().lowercased())
            rest = rest.dropFirst()
        }
        if let region = rest.first, isRegion(region) {
            written.append(region.uppercased())
            rest = rest.dropFirst()
        }
        return rest.isEmpty ? written.joined(separator: "-") : nil
    }

    private static func isRegion(_ text: Substring) -> Bool {
        text.utf8.count == 2 && isLetters(text)
            || text.utf8.count == 3 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func isLetters(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
    }
}
