internal import Configuration

/// Finds the value of every setting: flags count more than the environment, and that more than the file.
struct SettingsLoader {
    /// One place where settings come from.
    private struct Layer {
        let name: (Setting) -> String
        let provider: any ConfigProvider
    }

    private let layers: [Layer]

    /// Loads the layers; throws `SettingsFault` when a variable or a key in the file is no setting's.
    init(flags: [Setting: String], environment: [String: String]) throws(SettingsFault) {
        try SettingsLoader.refuseUnknown(environment)
        let above = [
            Layer(name: { $0.flag ?? "flag" }, provider: SettingsLoader.provider("flags", flags)),
            Layer(
                name: \.variable,
                provider: EnvironmentVariablesProvider(
                    environmentVariables: environment.filter { $0.key.hasPrefix(Setting.variablePrefix) })),
        ]
        guard let path = try SettingsLoader.value(of: .config, in: above)?.text else {
            layers = above
            return
        }
        let file = try SettingsFile(path: path)
        layers = above + [Layer(name: { _ in "file \(path)" }, provider: SettingsLoader.provider("file", file.values))]
    }

    /// Every setting with its value and source; throws `SettingsFault` for the first value that is not acceptable.
    func load() throws(SettingsFault) -> Settings {
        var values: [Setting: SettingValue] = [:]
        for setting in Setting.allCases {
            values[setting] = try SettingsLoader.value(of: setting, in: layers)
        }
        if values[.jwtSecret] != nil, values[.jwtSecretFile] != nil {
            throw SettingsFault(
                "\(Setting.jwtSecret.variable) and jwt-secret-file are both set; set one of them")
        }
        try TrustSettings.check(values)
        return Settings(values: values)
    }

    /// The value from the first layer that has the setting, else the default.
    private static func value(
        of setting: Setting, in layers: [Layer]
    ) throws(SettingsFault) -> SettingValue? {
        let key = SettingsLoader.key(setting)
        for layer in layers {
            guard let text = try? layer.provider.value(forKey: key, type: .string).value?.content.string else {
                continue
            }
            guard setting.definition.accepts(text) else {
                let shown = setting.definition.kind == .secret ? "" : " '\(text)'"
                throw SettingsFault(
                    "\(layer.name(setting)): the value\(shown) of \(setting.rawValue) is not acceptable;"
                        + " expected \(setting.definition.expectation)")
            }
            return SettingValue(text: text, source: layer.name(setting))
        }
        return setting.definition.standard.map { SettingValue(text: $0, source: SettingValue.defaultSource) }
    }

    private static func refuseUnknown(_ environment: [String: String]) throws(SettingsFault) {
        let known = Setting.allCases.map(\.variable)
        let unknown = environment.keys.filter { $0.hasPrefix(Setting.variablePrefix) && !known.contains($0) }
        guard let first = unknown.min() else { return }
        throw SettingsFault(
            "no setting has the environment variable \(first); the variables are \(known.joined(separator: ", "))")
    }

    private static func provider(_ name: String, _ values: [Setting: String]) -> InMemoryProvider {
        let pairs = values.map { (key($0.key), ConfigValue(.string($0.value), isSecret: false)) }
        return InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: pairs))
    }

    /// The provider of variables writes this key as the setting's variable.
    private static func key(_ setting: Setting) -> AbsoluteConfigKey {
        AbsoluteConfigKey(["todo", setting.rawValue])
    }
}

extension ConfigContent {
    fileprivate var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}
