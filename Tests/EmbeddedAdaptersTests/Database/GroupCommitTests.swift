import Foundation
import GRDB
import PortContracts
import ServicePorts
import Synchronization
import Testing

@testable import EmbeddedAdapters

/// Counts commits of a connection.
private final class CommitCounter: TransactionObserver, Sendable {
    private let commits: Mutex<Int> = Mutex(0)
    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ database: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ database: Database) {}
}

private struct Refusal: Error, Equatable {
    let number: Int
}

@Suite("Writes that wait together share a commit", .timeLimit(.minutes(1)))
struct GroupCommitTests {
    /// Has writes 0..<count wait behind a held writer, then lets them go; returns each one's outcome.
    private func writeTogether(
        _ count: Int, on database: EmbeddedDatabase, _ body: @escaping @Sendable (Database, Int) throws -> Void
    ) async throws -> [Int: Result<Int, any Error>] {
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let held = Recorder<Void>()
        return try await withThrowingTaskGroup(of: (Int, Result<Int, any Error>)?.self) { group in
            group.addTask {
                try await database.write { _ in
                    held.record(())
                    gate.wait()
                }
                return nil
            }
            try await eventually(on: SystemClock(), "the writer is held") { !held.elements.isEmpty }
            for number in 0..<count {
                group.addTask {
                    do {
                        let value = try await database.write { database in
                            try body(database, number)
                            return number
                        }
                        return (number, .success(value))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            try await eventually(on: SystemClock(), "the writes wait") { database.waitingWrites == count }
            gate.signal()
            var outcomes: [Int: Result<Int, any Error>] = [:]
            for try await outcome in group { if let outcome { outcomes[outcome.0] = outcome.1 } }
            return outcomes
        }
    }

    private func table(_ database: EmbeddedDatabase) async throws {
        try await database.write { try $0.execute(sql: "CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT") }
    }

    private func numbers(_ database: EmbeddedDatabase) async throws -> [Int] {
        try await database.read { try Int.fetchAll($0, sql: "SELECT number FROM numbers ORDER BY number") }
    }

    @Test("fifty waiting writes take a commit or two, and each caller gets its own answer")
    func sharesACommit() async throws {
        try await withDatabase { database in
            try await table(database)
            let counter = CommitCounter()
            try await database.write { $0.add(transactionObserver: counter, extent: .databaseLifetime) }
            let before = counter.count
            let outcomes = try await writeTogether(50, on: database) { database, number in
                try database.run("INSERT INTO numbers VALUES (?)", [number])
            }
            #expect(counter.count - before <= 3)
            #expect(try await numbers(database) == Array(0..<50))
            for number in 0..<50 { #expect(try outcomes[number]?.get() == number) }
        }
    }

    @Test("a write that throws is undone alone")
    func undoesOneAlone() async throws {
        try await withDatabase { database in
            try await table(database)
            let outcomes = try await writeTogether(20, on: database) { database, number in
                try database.run("INSERT INTO numbers VALUES (?)", [number])
                if number % 3 == 0 { throw Refusal(number: number) }
            }
            #expect(try await numbers(database) == (0..<20).filter { $0 % 3 != 0 })
            for number in 0..<20 {
                switch outcomes[number] {
                case .success(let value): #expect(value == number && number % 3 != 0)
                case .failure(let error): #expect(error as? Refusal == Refusal(number: number) && number % 3 == 0)
                case nil: Issue.record("write \(number) was never answered")
                }
            }
        }
    }

    @Test("a write that breaks a constraint fails as undone, the others happen")
    func undoesAConstraintFailure() async throws {
        try await withDatabase { database in
            try await table(database)
            let outcomes = try await writeTogether(10, on: database) { database, number in
                try database.run("INSERT INTO numbers VALUES (?)", [number / 2])
            }
            #expect(try await numbers(database) == Array(0..<5))
            let failures = outcomes.values.compactMap { outcome -> StorageFailure? in
                guard case .failure(let error) = outcome else { return nil }
                return error as? StorageFailure
            }
            #expect(failures.count == 5)
            #expect(failures.allSatisfy { $0.kind == .undone })
        }
    }

    @Test("when the shared commit cannot happen, every write in it fails")
    func failsTogether() async throws {
        try await withDatabase { database in
            try await table(database)
            let outcomes = try await writeTogether(10, on: database) { database, number in
                try database.run("INSERT INTO numbers VALUES (?)", [number])
                // What SQLite itself does on a full disk, among others.
                if number == 5 { try database.execute(sql: "ROLLBACK") }
            }
            let failed = outcomes.filter { if case .failure = $0.value { true } else { false } }.map(\.key)
            #expect(failed.contains(5))
            let stored = try await numbers(database)
            #expect(Set(stored).isDisjoint(with: failed), "a failed write is stored")
            #expect(Set(stored).union(failed) == Set(0..<10), "an acknowledged write is lost")
        }
    }

    @Test("a cancelled caller's write still happens and is answered")
    func survivesCancellation() async throws {
        try await withDatabase { database in
            try await table(database)
            let answered = Recorder<Int>()
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    guard (try? await database.write { try $0.run("INSERT INTO numbers VALUES (7)") }) != nil else {
                        return
                    }
                    answered.record(7)
                }
            }
            #expect(answered.elements == [7])
            #expect(try await numbers(database) == [7])
        }
    }
}
