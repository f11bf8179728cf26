internal import FoundationEssentials
internal import TodoServer

/// Whose access tokens are believed, and which pages may call, as the settings say.
struct TrustSettings {
    /// Where public keys come from.
    enum KeySource: Equatable {
        case file(String)
        case url(String)
    }

    private let values: [Setting: SettingValue]

    init(_ settings: Settings) {
        values = settings.values
    }

    private init(values: [Setting: SettingValue]) {
        self.values = values
    }

    /// Whoever else issues tokens; nil when nobody does.
    var issuer: TokenIssuer? {
        values[.jwtIssuer].map { TokenIssuer($0.text, audience: values[.jwtAudience]?.text) }
    }

    /// Where the keys of that issuer are; nil when it signs with the shared secret.
    var keySource: KeySource? {
        values[.jwtKeySetFile].map { .file($0.text) } ?? values[.jwtKeySetURL].map { .url($0.text) }
    }

    /// Origins whose pages may call.
    var origins: Set<String> {
        let list = values[.sharedOrigins]?.text.split(separator: ",") ?? []
        return Set(list.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) })
    }

    /// Throws `SettingsFault` when the settings do not fit together.
    static func check(_ values: [Setting: SettingValue]) throws(SettingsFault) {
        let trust = TrustSettings(values: values)
        if let file = values[.jwtKeySetFile], let url = values[.jwtKeySetURL] {
            throw SettingsFault("\(file.source) and \(url.source) are both set; set one of them")
        }
        if let source = values[.jwtKeySetFile] ?? values[.jwtKeySetURL], values[.jwtIssuer] == nil {
            throw SettingsFault(
                "\(source.source): the keys are somebody's; set \(Setting.jwtIssuer.variable) to what its tokens say"
                    + " in 'iss'")
        }
        if values[.jwtIssuer] == nil, let audience = values[.jwtAudience] {
            throw SettingsFault("\(audience.source): an audience needs an issuer; set \(Setting.jwtIssuer.variable)")
        }
        if let issuer = values[.jwtIssuer], issuer.text == TokenIssuer.ourselves.name {
            throw SettingsFault("\(issuer.source): '\(issuer.text)' is what this program's own tokens say in 'iss'")
        }
        if case .url(let text)? = trust.keySource, let value = values[.jwtKeySetURL], !isSafe(text) {
            throw SettingsFault(
                "\(value.source): '\(text)' is no https address; plain http is for this machine alone")
        }
        for origin in trust.origins.sorted() {
            guard let fault = FrontDoorPolicy.fault(ofOrigin: origin), let value = values[.sharedOrigins] else {
                continue
            }
            throw SettingsFault("\(value.source): \(fault)")
        }
    }

    /// Whoever could change keys on their way could sign in as anybody.
    private static func isSafe(_ text: String) -> Bool {
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty else { return false }
        return url.scheme == "https" || (url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host))
    }
}
