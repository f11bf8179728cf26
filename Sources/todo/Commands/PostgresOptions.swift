internal import ArgumentParser
internal import FoundationEssentials
internal import PostgresClient

/// Where the PostgreSQL database is.
struct PostgresOptions: ParsableArguments {
    @Option(help: "The database: postgresql://user@host:5432/name?sslmode=verify-full, or libpq's key=value pairs.")
    var databaseURL: String
    @Option(help: "File that holds the user's password.") var databasePasswordFile: String?

    /// The settings of these options; throws `SettingsFault`.
    func settings() throws(SettingsFault) -> PostgresSettings {
        do {
            return try PostgresSettings(databaseURL, password: try password(), applicationName: "todo")
        } catch let fault as SettingsFault {
            throw fault
        } catch {
            throw SettingsFault("--database-url: \(error)")
        }
    }

    private func password() throws(SettingsFault) -> String? {
        guard let databasePasswordFile else { return nil }
        guard let text = try? String(contentsOf: URL(filePath: databasePasswordFile), encoding: .utf8) else {
            throw SettingsFault("--database-password-file: '\(databasePasswordFile)' cannot be read")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
