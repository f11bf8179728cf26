import Foundation
import GRDB
import Testing

@testable import EmbeddedAdapters

@Suite("Opening the embedded database")
struct DatabaseOpeningTests {
    /// The error of opening the path; fails the test when it opens.
    private func openingError(_ path: String) -> EmbeddedDatabaseError? {
        #expect(throws: EmbeddedDatabaseError.self) { try EmbeddedDatabase(path: path) }
    }

    @Test("a new file is made, and every commit is synced to disk")
    func opensANewFile() async throws {
        let directory = try TemporaryDirectory()
        let database = try directory.open()
        let settings = try await database.write { database in
            try ["synchronous", "journal_mode", "foreign_keys"].map { name in
                try String.fetchOne(database, sql: "PRAGMA \(name)")
            }
        }
        #expect(settings == ["2", "wal", "1"])
        #expect(FileManager.default.fileExists(atPath: directory.databasePath))
    }

    @Test("a path in a directory that does not exist says so")
    func refusesAMissingDirectory() throws {
        let directory = try TemporaryDirectory()
        let error = openingError(directory.path + "/absent/todo.db")
        #expect(error?.code == .inaccessible)
        #expect(error?.message.contains("No such file or directory") == true)
        #expect(error?.message.contains("absent/todo.db") == true)
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/absent"))
    }

    @Test("a directory is no database")
    func refusesADirectory() throws {
        let directory = try TemporaryDirectory()
        #expect(openingError(directory.path)?.code == .inaccessible)
    }

    @Test("a file that is no database is refused and stays as it was", arguments: ["short", "long"])
    func refusesAnotherFile(_ kind: String) throws {
        let directory = try TemporaryDirectory()
        let text = String(repeating: "not a database\n", count: kind == "short" ? 1 : 1_000)
        try text.write(toFile: directory.databasePath, atomically: true, encoding: .utf8)
        let error = openingError(directory.databasePath)
        #expect(error?.code == .notADatabase)
        #expect(error?.message.contains("not an SQLite database") == true)
        #expect(try String(contentsOfFile: directory.databasePath, encoding: .utf8) == text)
    }

    @Test("a database of another program is refused and stays as it was")
    func refusesAForeignDatabase() throws {
        let directory = try TemporaryDirectory()
        let foreign = try DatabaseQueue(path: directory.databasePath)
        try foreign.write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        try foreign.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: directory.databasePath))
        #expect(openingError(directory.databasePath)?.code == .foreign)
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.databasePath)) == bytes)
    }

    @Test("a database of a later version is refused")
    func refusesANewerSchema() throws {
        let directory = try TemporaryDirectory()
        try directory.open().close()
        let queue = try DatabaseQueue(path: directory.databasePath)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')") }
        try queue.close()
        let error = openingError(directory.databasePath)
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("later version") == true)
    }

    @Test("a damaged database is refused")
    func refusesADamagedFile() throws {
        let directory = try TemporaryDirectory()
        try directory.open().close()
        let handle = try #require(FileHandle(forUpdatingAtPath: directory.databasePath))
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 8_000))
        try handle.close()
        let error = openingError(directory.databasePath)
        #expect(error?.code == .damaged)
        #expect(error?.message.contains(directory.databasePath) == true)
    }

    @Test("a database that is open is not opened again until it is let go")
    func refusesASecondOpening() throws {
        let directory = try TemporaryDirectory()
        var database: EmbeddedDatabase? = try directory.open()
        let error = openingError(directory.databasePath)
        #expect(error?.code == .inUse)
        #expect(database?.path == directory.databasePath)
        database = nil
        _ = try directory.open()
    }

    @Test("an empty file is taken as a new database")
    func takesAnEmptyFile() throws {
        let directory = try TemporaryDirectory()
        #expect(FileManager.default.createFile(atPath: directory.databasePath, contents: nil))
        _ = try directory.open()
    }
}
