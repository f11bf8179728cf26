/// Why the settings cannot be used, in one line that says what is wrong, where, and what would be right.
struct SettingsFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
