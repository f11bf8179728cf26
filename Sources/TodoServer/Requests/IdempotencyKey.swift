/// What a client may name a command by, in a header or in a message.
enum IdempotencyKey {
    /// What a good one is.
    static let rule = "must have 1 to 200 printable ASCII characters"

    /// True for 1 to 200 printable ASCII characters other than space.
    static func isGood(_ key: String) -> Bool {
        (1...200).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
