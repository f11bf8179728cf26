internal import FoundationEssentials
internal import TodoDomain
internal import TodoServer

/// A configuration file: one JSON object whose members are settings.
struct SettingsFile {
    /// Values by setting, as text.
    let values: [Setting: String]

    /// Reads the file; throws `SettingsFault` that names the file and the place in it.
    init(path: String) throws(SettingsFault) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsFault("cannot read the configuration file '\(path)'; check its path and rights")
        }
        try self.init(bytes: [UInt8](data), path: path)
    }

    /// Reads the bytes of the file of that path; throws `SettingsFault`.
    init(bytes: [UInt8], path: String) throws(SettingsFault) {
        let json: JSONValue
        do { json = try JSONReader.read(bytes) } catch { throw SettingsFault("\(path): \(error)") }
        guard case .object(let members) = json else {
            throw SettingsFault("\(path): expected a JSON object, found \(json.kindName)")
        }
        var values: [Setting: String] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let setting = Setting.allCases.first(where: { $0.fileKey == key }) else {
                let known = Setting.allCases.compactMap(\.fileKey).joined(separator: ", ")
                throw SettingsFault("\(path): no setting has the key '\(key)'; the keys are \(known)")
            }
            values[setting] = try SettingsFile.text(value, of: setting, path: path)
        }
        self.values = values
    }

    private static func text(
        _ value: JSONValue, of setting: Setting, path: String
    ) throws(SettingsFault) -> String {
        switch (setting.definition.kind, value) {
        case (.integer, .integer(let number)): return String(number)
        case (.text, .string(let text)), (.path, .string(let text)), (.choice, .string(let text)): return text
        default:
            let key = setting.fileKey ?? setting.rawValue
            throw SettingsFault(
                "\(path): '\(key)' is \(value.kindName); expected \(setting.definition.expectation)")
        }
    }
}
