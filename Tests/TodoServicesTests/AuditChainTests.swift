import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Audit chain")
struct AuditChainTests {
    private let digest = ToyDigest()

    private func trail() async throws -> (TaskBench, [AuditEntry]) {
        let bench = TaskBench()
        let task = try await bench.create(#"{"title": "a", "tags": ["x"], "reminder_at": "2026-01-06T09:00:00Z"}"#)
        try await bench.update(task.id, #"{"title": "b"}"#)
        try await bench.perform(.updateTag(name: "x", TagInput(name: "y")))
        try await bench.perform(.toggle(task.id))
        try await bench.create(#"{"title": "c"}"#)
        try await bench.perform(.delete(task.id))
        var entries: [AuditEntry] = []
        for event in bench.outbox.taskEvents {
            let previous = entries.last?.hash ?? AuditEntry.genesisHash
            let hash = try AuditChain.hash(
                previousHash: previous, userID: event.data.userID, eventID: event.id, change: event.data.change,
                digest: digest)
            entries.append(
                AuditEntry(
                    userID: event.data.userID, eventID: event.id, change: event.data.change, previousHash: previous,
                    hash: hash))
        }
        return (bench, entries)
    }

    @Test("a whole trail has no fault and rebuilds the state")
    func whole() async throws {
        let (bench, entries) = try await trail()
        #expect(entries.count == 6)
        #expect(try AuditChain.fault(in: entries, digest: digest) == nil)
        #expect(try AuditChain.rebuild(entries) == bench.state())
        #expect(try AuditChain.fault(in: [], digest: digest) == nil)
    }

    @Test("a trail is whole after the JSON that stores keep")
    func json() async throws {
        let (_, entries) = try await trail()
        let read = try JSONCodec.decode([AuditEntry].self, from: JSONCodec.encode(entries))
        #expect(read == entries)
        #expect(try AuditChain.fault(in: read, digest: digest) == nil)
    }

    @Test(
        "whatever is changed in an entry is found, at that entry",
        arguments: [
            { $0.userID = UserID("omar") }, { $0.eventID += "x" }, { $0.previousHash += "0" }, { $0.hash += "0" },
            { $0.change.kind = .taskDeleted }, { $0.change.taskID = TaskID(99) },
            { $0.change.reminderID = ReminderID(99) }, { $0.change.actor = .service("nobody") },
            { $0.change.time = $0.change.time.adding(milliseconds: 1) }, { $0.change.correlationID += "x" },
            { $0.change.effects.append(.removeTask(TaskID(1))) }, { $0.change.effects = [] },
        ] as [@Sendable (inout AuditEntry) -> Void])
    func tampered(change: @Sendable (inout AuditEntry) -> Void) async throws {
        var (_, entries) = try await trail()
        change(&entries[2])
        #expect(try AuditChain.fault(in: entries, digest: digest)?.sequence == 3)
    }

    @Test("an entry that is missing, doubled or out of place is found")
    func misplaced() async throws {
        let (_, entries) = try await trail()
        var missing = entries
        missing.remove(at: 1)
        #expect(try AuditChain.fault(in: missing, digest: digest)?.sequence == 2)
        #expect(throws: SequenceGap.self) { try AuditChain.rebuild(missing) }
        var doubled = entries
        doubled.insert(entries[3], at: 4)
        #expect(try AuditChain.fault(in: doubled, digest: digest)?.sequence == 5)
        var swapped = entries
        swapped.swapAt(0, 1)
        #expect(try AuditChain.fault(in: swapped, digest: digest)?.sequence == 1)
    }

    @Test("an entry that was changed and hashed anew breaks the chain at the next one")
    func rehashed() async throws {
        var (_, entries) = try await trail()
        entries[2].change.correlationID = "forged"
        entries[2].hash = try AuditChain.hash(
            previousHash: entries[2].previousHash, userID: entries[2].userID, eventID: entries[2].eventID,
            change: entries[2].change, digest: digest)
        #expect(try AuditChain.fault(in: entries, digest: digest)?.sequence == 4)
    }
}
