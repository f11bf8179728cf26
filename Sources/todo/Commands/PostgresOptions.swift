internal import ArgumentParser
internal import PostgresClient

/// Where the PostgreSQL database is.
struct PostgresOptions: ParsableArguments {
    @Option(help: "The database: postgresql://user@host:5432/name?sslmode=verify-full, or libpq's key=value pairs.")
    var databaseURL: String
    @Option(help: "File that holds the user's password.") var databasePasswordFile: String?

    /// The settings of these options; throws `SettingsFault`.
    func settings() throws(SettingsFault) -> PostgresSettings {
        try DatabaseSettings(url: databaseURL, passwordFile: databasePasswordFile).postgres("todo")
    }
}
