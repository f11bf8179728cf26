import Testing

/// Users who work and watch without pause while something is done to the deployment.
struct Parties: Sendable {
    private let all: [Party]

    /// Signs everybody up, each at another door.
    init(_ names: [String], at doors: Doors) async throws {
        var parties: [Party] = []
        for (index, name) in names.enumerated() {
            let user = try await User.signUp("\(name)@example.org", at: doors.next(index))
            parties.append(Party(user: user, watcher: try await Watcher(user)))
        }
        all = parties
    }

    /// Everybody works and watches during the ordeal; afterwards nothing acknowledged may be lost, doubled or out of
    /// order, anywhere.
    ///
    /// With `mostTries` a request that was sent so often without an answer fails the test.
    func endure(mostTries: Int? = nil, _ ordeal: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { watching in
            for party in all { watching.addTask { await party.watcher.run() } }
            try await work(mostTries, during: ordeal)
            for party in all {
                try await party.settle()
                try await party.expectWhole()
                await party.watcher.stop()
            }
        }
    }

    /// Returns when the workers have ended, so that all that was acknowledged is in their ledgers.
    private func work(_ mostTries: Int?, during ordeal: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { working in
            for party in all {
                working.addTask {
                    try await Worker(user: party.user, ledger: party.ledger, mostTries: mostTries).run()
                }
            }
            // An ordeal that fails, and a worker that does, end the others.
            working.addTask {
                try await ordeal()
                for party in all { await party.ledger.stop() }
            }
            try await working.waitForAll()
        }
    }

    /// Returns once everybody has got so much more acknowledged.
    func progress(by count: Int, before what: String) async throws {
        for party in all {
            let before = await party.ledger.count
            try await eventually("work before \(what)") {
                await party.ledger.count >= before + count ? true : nil
            }
        }
    }

    /// How often the watcher who connected least did so.
    var fewestConnections: Int {
        get async {
            var counts: [Int] = []
            for party in all { counts.append(await party.watcher.connections) }
            return counts.min() ?? 0
        }
    }

    /// How many tasks the one who made the fewest made.
    var fewestTasks: Int {
        get async {
            var counts: [Int] = []
            for party in all { counts.append(await party.ledger.tasks.count) }
            return counts.min() ?? 0
        }
    }
}
