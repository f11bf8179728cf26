/// A setting's value and where it comes from.
struct SettingValue: Equatable, Sendable {
    /// The value, which its definition accepts.
    let text: String
    /// The flag, variable or file that gave it, or `default`.
    let source: String

    /// The source of values that nobody set.
    static let defaultSource = "default"
}

/// The value of every setting.
struct Settings: Equatable, Sendable {
    /// Values by setting; those without a value are left out.
    let values: [Setting: SettingValue]

    /// The text of a setting that always has a value.
    func text(_ setting: Setting) -> String {
        guard let text = values[setting]?.text ?? setting.definition.standard else {
            preconditionFailure("the setting \(setting.rawValue) has no default")
        }
        return text
    }

    /// The number of a setting whose definition takes whole numbers.
    func integer(_ setting: Setting) -> Int {
        guard let number = Int(text(setting)) else {
            preconditionFailure("the setting \(setting.rawValue) is no number")
        }
        return number
    }

    /// True when nobody set it.
    func isDefault(_ setting: Setting) -> Bool {
        values[setting]?.source == SettingValue.defaultSource
    }

    /// The text of a setting that may have none.
    func optionalText(_ setting: Setting) -> String? {
        values[setting]?.text
    }
}
