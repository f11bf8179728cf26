import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Repeated commands and a store that fails")
struct IdempotencyTests {
    @Test("a repeated command with the same key has one effect and the same answer")
    func replay() async throws {
        let bench = TaskBench()
        let command = TaskCommand.create(try bench.input(#"{"title": "a", "tags": ["x"]}"#))
        let first = try await bench.perform(command, bench.context(key: "k1"))
        bench.clock.advance(.seconds(60))
        try await bench.perform(.toggle(TaskID(1)))
        let second = try await bench.perform(command, bench.context(key: "k1", version: 99))
        #expect(second == first)
        #expect(first.sequence == 1)
        #expect(bench.state().tasks.count == 1)
        #expect(bench.state().sequence == 2)
    }

    @Test("a deletion repeated with its key answers as it did, and without a key finds nothing")
    func replayDeletion() async throws {
        let bench = TaskBench()
        let task = try await bench.create(#"{"title": "a"}"#)
        let first = try await bench.perform(.delete(task.id), bench.context(key: "k1"))
        #expect(try await bench.perform(.delete(task.id), bench.context(key: "k1")) == first)
        await bench.expectRefusal(.notFound("task 1"), .delete(task.id), bench.context(key: "k2"))
    }

    @Test("a key used for another command is refused; another user may use it")
    func reuse() async throws {
        let bench = TaskBench()
        try await bench.create(#"{"title": "a"}"#, bench.context(key: "k1"))
        let other = TaskCommand.create(try bench.input(#"{"title": "b"}"#))
        await bench.expectRefusal(.idempotencyKeyReused, other, bench.context(key: "k1"))
        try await bench.perform(other, bench.context(UserID("omar"), key: "k1"))
        #expect(bench.state(of: UserID("omar")).tasks.count == 1)
    }

    @Test("a refused command leaves its key free")
    func refusedKey() async throws {
        let bench = TaskBench()
        await bench.expectRefusal(.notFound("task 1"), .toggle(TaskID(1)), bench.context(key: "k1"))
        try await bench.create(#"{"title": "a"}"#, bench.context(key: "k1"))
        #expect(bench.state().sequence == 1)
    }

    @Test("a key that was pruned is free again")
    func prunedKey() async throws {
        let bench = TaskBench()
        try await bench.create(#"{"title": "a"}"#, bench.context(key: "k1"))
        bench.clock.advance(.seconds(60))
        let retention = TaskRetention(idempotencyRecordsSince: bench.clock.now(), updatesPerUser: 10)
        try await bench.store.prune(retention)
        try await bench.create(#"{"title": "a"}"#, bench.context(key: "k1"))
        #expect(bench.state().tasks.count == 2)
    }

    @Test("a commit whose outcome is unknown is told as such, and repeating it with its key has one effect")
    func ambiguous() async throws {
        let (bench, store) = TaskBench.scripted()
        let command = TaskCommand.create(try bench.input(#"{"title": "a"}"#))
        store.onNextCommits(.commitThenFail(.ambiguous))
        await #expect(throws: TaskRefusal.outcomeUnknown("scripted")) {
            try await bench.perform(command, bench.context(key: "k1"))
        }
        let outcome = try await bench.perform(command, bench.context(key: "k1"))
        #expect(outcome.sequence == 1)
        #expect(bench.state().tasks.count == 1)
        #expect(bench.outbox.taskEvents.count == 1)
    }

    @Test("a store that cannot be reached refuses the command, and nothing happened")
    func unavailable() async throws {
        let (bench, store) = TaskBench.scripted()
        let command = TaskCommand.create(try bench.input(#"{"title": "a"}"#))
        store.failNextReads(.unavailable)
        await bench.expectRefusal(.unavailable("scripted"), command)
        store.onNextCommits(.fail(.unavailable))
        await bench.expectRefusal(.unavailable("scripted"), command)
        try await bench.perform(command)
        #expect(bench.state().sequence == 1)
    }

    @Test("a conflict is decided anew, and too many of them are told as busy")
    func conflicts() async throws {
        let (bench, store) = TaskBench.scripted()
        try await bench.create(#"{"title": "a"}"#)
        store.onNextCommits(.fail(.conflict), .fail(.conflict))
        try await bench.perform(.toggle(TaskID(1)))
        #expect(bench.state().sequence == 2)
        let (few, fewStore) = TaskBench.scripted(.init(mostAttempts: 3))
        let command = TaskCommand.create(try few.input(#"{"title": "a"}"#))
        fewStore.onNextCommits(.fail(.conflict), .fail(.conflict), .fail(.conflict))
        await few.expectRefusal(.busy, command)
    }
}
