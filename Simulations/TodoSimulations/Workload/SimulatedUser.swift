internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// One person: now and then asks something of the system, and asks again when no answer comes.
final class SimulatedUser: @unchecked Sendable {
    // Confined to the simulation's thread.
    let userID: UserID
    private let system: TodoSystem
    private let random: SimulationRandom
    private let meanPauseMilliseconds: Int64
    private var commands: CommandGenerator
    private var answered: [UserCommand] = []
    private var count = 0

    init(_ userID: UserID, in system: TodoSystem, meanPauseMilliseconds: Int64) {
        self.userID = userID
        self.system = system
        self.meanPauseMilliseconds = meanPauseMilliseconds
        random = system.simulation.random(StreamName.workload.child(userID.rawValue))
        commands = CommandGenerator(userID: userID)
    }

    private var simulation: Simulation { system.simulation }

    /// Lives until the instant.
    func run(until end: Timestamp) async throws {
        while simulation.now < end {
            let pause = random.exponential(mean: meanPauseMilliseconds)
            try await simulation.clock.sleep(for: .milliseconds(pause))
            guard simulation.now < end else { return }
            try await act()
        }
    }

    private func act() async throws {
        // A client that lost its memory of the answer: an old request again, long after it was answered.
        if random.chance(perMillion: 50_000), let old = random.element(of: answered) {
            return try await send(old, isOnlyOne: false)
        }
        count += 1
        let id = "\(userID)-command-\(count)"
        let command = commands.next(random, now: simulation.now)
        let request = UserCommand(userID: userID, command: command, correlationID: id, idempotencyKey: id)
        system.ledger.issue(request)
        // An impatient user, or a client that retries too early: the same request twice at once.
        if random.chance(perMillion: 50_000) {
            async let first: Void = send(request, isOnlyOne: false)
            async let second: Void = send(request, isOnlyOne: false)
            _ = try await (first, second)
        } else {
            try await send(request, isOnlyOne: true)
        }
    }

    private func remember(_ request: UserCommand) {
        answered.append(request)
        if answered.count > 50 { answered.removeFirst() }
    }

    /// Sends until an answer or a refusal comes, or patience ends.
    private func send(_ request: UserCommand, isOnlyOne: Bool) async throws {
        var isOutcomeKnown = isOnlyOne
        for _ in 1...8 {
            do {
                let outcome = try await system.frontDoor.invoke(UserMethods.perform, request, timeout: .seconds(10))
                system.ledger.acknowledge(request, outcome)
                commands.learn(request.command, outcome)
                remember(request)
                return
            } catch InvocationError.refused(let failure) where !failure.isWorthAnotherTry {
                if isOutcomeKnown { system.ledger.refuse(request) }
                return
            } catch InvocationError.refused(let failure) where failure.code == "busy" || failure.code == "unavailable" {
                // Nothing happened.
            } catch {
                isOutcomeKnown = false
            }
            try await simulation.clock.sleep(for: .milliseconds(200 + random.exponential(mean: 2_000)))
        }
    }
}

extension ServiceFailure {
    /// True when the system could not say, rather than would not do.
    fileprivate var isWorthAnotherTry: Bool {
        ["busy", "unavailable", "outcome_unknown"].contains(code)
    }
}
