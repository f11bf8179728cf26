internal import ArgumentParser
internal import PostgresClient

/// Where the PostgreSQL database is.
struct PostgresOptions: ParsableArguments {
    @Option(help: "The database: postgresql://user@host:5432/name?sslmode=verify-full, or libpq's key=value pairs.")
    var databaseURL: String
    @Option(help: "File that holds the user's password.") var databasePasswordFile: String?

    /// The settings of these options; throws `SettingsFault`.
    func settings() throws(SettingsFault) -> PostgresSettings {
        try PostgresOptions.settings(databaseURL, passwordFile: databasePasswordFile)
    }

    /// The settings for that address; throws `SettingsFault`.
    static func settings(_ databaseURL: String, passwordFile: String?) throws(SettingsFault) -> PostgresSettings {
        let password = try passwordFile.map { path throws(SettingsFault) in
            try SecretFile.read(path, of: "--database-password-file")
        }
        do {
            return try PostgresSettings(databaseURL, password: password, applicationName: "todo")
        } catch {
            throw SettingsFault("--database-url: \(error)")
        }
    }
}
