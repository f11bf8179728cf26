internal import EmbeddedAdapters

/// Every service in one process on one SQLite file, from start to stop.
struct EmbeddedProgram {
    let settings: Settings

    /// Serves until SIGTERM or SIGINT, then lets requests finish within the grace; throws `ProgramFault` or
    /// `SettingsFault` when it cannot serve.
    func run() async throws {
        let process = ServingProcess("todo", settings: settings, standardPort: settings.integer(.port))
        let database = try openDatabase()
        do {
            let wiring = try await EmbeddedWiring(process, database: database)
            try await process.serve(wiring.frontDoor, beside: wiring.loops)
        } catch {
            try? database.close()
            throw error
        }
        try database.close()
        try await process.end()
    }

    private func openDatabase() throws -> EmbeddedDatabase {
        do {
            return try EmbeddedDatabase(path: settings.text(.database))
        } catch let error as EmbeddedDatabaseError {
            throw ProgramFault(error.message)
        }
    }
}
