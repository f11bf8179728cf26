import EmbeddedAdapters
import Foundation
import ServicePorts

/// A directory of its own for one test, removed when the test is done with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/embedded-" + SystemRandomSource().identifier()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var databasePath: String { path + "/test.db" }

    func open() throws -> EmbeddedDatabase {
        try EmbeddedDatabase(path: databasePath)
    }
}

/// Gives the body a new database.
func withDatabase<Value>(_ body: (EmbeddedDatabase) async throws -> Value) async throws -> Value {
    let directory = try TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    return try await body(directory.open())
}

/// Gives the body a bus whose loop runs until the body is done.
func withBus<Value>(
    _ database: EmbeddedDatabase, settings: EventBusSettings = .init(), _ body: (SQLiteEventBus) async throws -> Value
) async throws -> Value {
    let bus = SQLiteEventBus(database: database, clock: SystemClock(), settings: settings)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await bus.run() }
        let value = try await body(bus)
        bus.shutDown()
        try await group.waitForAll()
        return value
    }
}

/// Gives the body a scheduler whose loop runs until the body is done.
func withScheduler<Value>(
    _ database: EmbeddedDatabase, settings: JobSchedulerSettings = .quick,
    _ body: (SQLiteJobScheduler) async throws -> Value
) async throws -> Value {
    let scheduler = SQLiteJobScheduler(database: database, clock: SystemClock(), settings: settings)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        let value = try await body(scheduler)
        scheduler.shutDown()
        try await group.waitForAll()
        return value
    }
}

extension JobSchedulerSettings {
    /// Retries that a test can wait for.
    static let quick: JobSchedulerSettings = .init(
        retry: .init(firstPause: .milliseconds(10), longestPause: .milliseconds(50)))
}
