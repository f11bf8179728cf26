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
        let password = try passwordFile.map { path throws(SettingsFault) in
            try SecretFile.read(path, of: passwordFileName)
        }
        do {
            return try PostgresSettings(url, password: password, applicationName: applicationName)
        } catch {
            throw SettingsFault("\(urlName): \(error)")
        }
    }
}
