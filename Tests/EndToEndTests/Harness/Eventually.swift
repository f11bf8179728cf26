/// What a test waited for and did not get.
struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again until there is an answer; throws `NeverHappened` after the limit, which is generous on purpose.
@discardableResult
func eventually<Answer: Sendable>(
    _ what: String, limit: Duration = .seconds(300), _ ask: () async throws -> Answer?
) async throws -> Answer {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while clock.now < end {
        if let answer = try await ask() { return answer }
        try await Task.sleep(for: .milliseconds(20))
    }
    if let answer = try await ask() { return answer }
    throw NeverHappened(description: "waited \(limit) in vain for \(what)")
}

/// Runs the work, or throws `NeverHappened` when it takes longer than the limit.
func withLimit<Answer: Sendable>(
    _ limit: Duration, _ what: String, _ work: @escaping @Sendable () async throws -> Answer
) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let answer = first else {
            throw NeverHappened(description: "\(what) took longer than \(limit)")
        }
        return answer
    }
}
