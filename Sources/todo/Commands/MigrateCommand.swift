internal import ArgumentParser
internal import PostgresAdapters
internal import PostgresClient
internal import TodoServer

/// Brings a PostgreSQL database to the schema of this program.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a PostgreSQL database to the schema of this program.",
        discussion: """
            Each step is one transaction. Any number of these may run at once: one works, the others wait and find
            nothing to do. The embedded SQLite file needs none of this: the server brings it up to date when it starts.
            """
    )

    @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
    @Flag(help: "Show what would be done, and do nothing.") var plan = false
    @Option(help: "Role that the services connect as: give it what they need, and no right to change the audit trail.")
    var grantTo: String?

    @Flag(
        help: "The database was restored from a backup: begin a new history, so that every client reads its tasks anew."
    )
    var restored = false

    func run() async throws {
        let migrator = PostgresMigrator(try postgres.settings())
        do {
            guard !plan else { return show(try await migrator.plan()) }
            let done = try await migrator.migrate()
            for step in done { StandardStream.output.write(line: "done: \(step)") }
            if done.isEmpty { StandardStream.output.write(line: "the schema is current") }
            if restored {
                try await migrator.beginNewHistory()
                StandardStream.output.write(line: "begun: a new history, which every client reads from its beginning")
            }
            if let grantTo {
                try await migrator.grantUse(to: grantTo)
                StandardStream.output.write(line: "granted: what the services need, to '\(grantTo)'")
            }
        } catch let error as PostgresError {
            throw ProgramFault("\(error)")
        } catch let error as SchemaError {
            throw ProgramFault("\(error)")
        }
    }

    private func show(_ steps: [PostgresMigrator.Step]) {
        for step in steps {
            StandardStream.output.write(line: "\(step.isDone ? "done" : "to do"): \(step)")
            guard !step.isDone else { continue }
            for line in step.sql.split(separator: "\n", omittingEmptySubsequences: false) {
                StandardStream.output.write(line: line.isEmpty ? "" : "    \(line)")
            }
        }
    }
}
