internal import FoundationEssentials
internal import PostgresClient

/// Where the PostgreSQL database is, out of a URL and a file with the password.
struct DatabaseSettings {
    /// How the URL was given, for messages.
    let urlName: String
    let url: String?
    /// How the file was given, for messages.
    let passwordFileName: String
    let passwordFile: String?

    /// As the settings say.
    init(_ settings: Settings) {
        urlName = settings.values[.databaseURL]?.source ?? Setting.databaseURL.flag ?? ""
        url = settings.optionalText(.databaseURL)
        passwordFileName = settings.values[.databasePasswordFile]?.source ?? ""
        passwordFile = settings.optionalText(.databasePasswordFile)
    }

    /// As given on the command line.
    init(url: String, passwordFile: String?) {
        (urlName, passwordFileName) = ("--database-url", "--database-password-file")
        (self.url, self.passwordFile) = (url, passwordFile)
    }

    /// Settings for the client, which calls itself by that name; throws `SettingsFault`.
    func postgres(_ applicationName: String) throws(SettingsFault) -> PostgresSettings {
        guard let url else {
            throw SettingsFault(
                "no database is named; set \(Setting.databaseURL.variable) or --database-url to"
                    + " postgresql://user@host:5432/name")
        }
        do {
            return try PostgresSettings(url, password: try password(), applicationName: applicationName)
        } catch let fault as SettingsFault {
            throw fault
        } catch {
            throw SettingsFault("\(urlName): \(error)")
        }
    }

    private func password() throws(SettingsFault) -> String? {
        guard let passwordFile else { return nil }
        guard let text = try? String(contentsOf: URL(filePath: passwordFile), encoding: .utf8) else {
            throw SettingsFault("\(passwordFileName): '\(passwordFile)' cannot be read")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
