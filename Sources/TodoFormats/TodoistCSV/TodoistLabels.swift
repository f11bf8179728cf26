/// The labels that stand in a task's text as `@label`.
enum TodoistLabels {
    /// The text without its labels, and the labels.
    ///
    /// An at sign within a word, as in an address, begins none.
    static func split(_ text: String) -> (title: String, labels: [String]) {
        var kept: [Substring] = []
        var labels: [String] = []
        for word in text.split(separator: " ") {
            let name = word.dropFirst()
            if word.first == "@", !name.isEmpty, name.count <= 50, !name.contains("@") {
                labels.append(String(name))
            } else {
                kept.append(word)
            }
        }
        // A task of labels alone keeps them as its title.
        guard !kept.isEmpty else { return (ImportedText.trimmed(text), labels) }
        return (ImportedText.trimmed(kept.joined(separator: " ")), labels)
    }
}
