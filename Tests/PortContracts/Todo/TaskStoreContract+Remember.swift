internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let rememberCases: [ContractCase<TaskStoreContract>] = [
        .init("the memory of a command that changed nothing is kept") { try await $0.remembersUnchanged() },
        .init("a memory based on an old sequence or a taken key is refused") { try await $0.refusesOldMemories() },
    ]

    private func record(_ key: String) -> IdempotencyRecord {
        IdempotencyRecord(key: key, fingerprint: "print", outcome: CommandOutcome(), recordedAt: clock.now())
    }

    func remembersUnchanged() async throws {
        let user = user("remember")
        let record = record("kept")
        try await store.remember(record, of: user, expectedSequence: 0)
        let read = try await snapshot(user, key: "kept")
        try require(read.idempotency?.key == "kept", "the memory is gone: \(read)")
        try require(read.sequence == 0, "a memory moved the sequence to \(read.sequence)")
        let other = try await snapshot(self.user("remember-other"), key: "kept")
        try require(other.idempotency == nil, "another user has the memory")
    }

    func refusesOldMemories() async throws {
        let user = user("remember-conflict")
        try await commit([], of: user)
        for (record, sequence) in [(record("old"), Int64(0)), (record("ahead"), 2)] {
            do {
                try await store.remember(record, of: user, expectedSequence: sequence)
                throw ContractViolation("a memory at sequence \(sequence) was taken")
            } catch let error as TaskStoreError {
                try require(error.code == .conflict, "expected a conflict, got \(error)")
            }
        }
        try await store.remember(record("once"), of: user, expectedSequence: 1)
        do {
            try await store.remember(record("once"), of: user, expectedSequence: 1)
            throw ContractViolation("a key was taken twice")
        } catch let error as TaskStoreError {
            try require(error.code == .conflict, "expected a conflict, got \(error)")
        }
        try require(try await snapshot(user, key: "old").idempotency == nil, "a refused memory was kept")
    }
}
