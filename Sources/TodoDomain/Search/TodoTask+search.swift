extension TodoTask {
    /// What searches look through: title, description and tags, folded, each on lines of its own.
    public var searchText: String {
        FoldedText.fold(([title, description] + tags).joined(separator: "\n"))
    }
}
