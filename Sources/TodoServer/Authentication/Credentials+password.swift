extension Credentials {
    /// Notes what is wrong with a password of that field; a new one must be long enough.
    static func check(_ password: String, isNew: Bool, as name: String, in reader: inout JSONObjectReader) {
        if password.utf8.count > passwordBytes {
            reader.fault(name, "too_long", "a password has at most \(passwordBytes) bytes of UTF-8")
        } else if isNew, password.count < passwordCharacters {
            reader.fault(
                name, "too_short",
                "a password has at least \(passwordCharacters) characters, found \(password.count)")
        }
    }
}
