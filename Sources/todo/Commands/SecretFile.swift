internal import FoundationEssentials

/// A file that holds one secret, such as a password or a token.
enum SecretFile {
    /// The secret, without the line break that an editor leaves; throws `SettingsFault` that names the option.
    static func read(_ path: String, of option: String) throws(SettingsFault) -> String {
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
            throw SettingsFault("\(option): '\(path)' cannot be read")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
