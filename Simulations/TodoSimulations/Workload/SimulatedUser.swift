internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// One person: now and then asks something of the system, and asks again when no answer comes.
final class SimulatedUser: @unchecked Sendable {
    // Confined to the simulation's thread.
    let userID: UserID
    /// Old requests that may be sent again, in commands back from the present one.
    private static let memory = 50
    private let number: Int
    private let system: TodoSystem
    private let stream: StreamName
    private let meanPauseMilliseconds: Int64
    private let selected: Set<Int>?
    private var commands = CommandGenerator()
    private var answered: [(number: Int, request: UserCommand)] = []

    /// The user of that number, who sends the selected commands only; nil selects all.
    init(number: Int, selected: Set<Int>?, in system: TodoSystem, meanPauseMilliseconds: Int64) {
        self.number = number
        self.selected = selected
        self.system = system
        self.meanPauseMilliseconds = meanPauseMilliseconds
        userID = UserID("user-\(number)")
        stream = StreamName.workload.child(userID.rawValue)
    }

    private var simulation: Simulation { system.simulation }

    /// Lives until the instant.
    ///
    /// Each command has its instant and its draws from a stream of its own, so that leaving one out moves no other.
    func run(until end: Timestamp) async throws {
        var instant = simulation.now
        var command = 0
        while true {
            command += 1
            let random = simulation.unsharedRandom(stream.child("command-\(command)"))
            instant = instant.adding(milliseconds: random.exponential(mean: meanPauseMilliseconds))
            guard instant < end else { return try await sleep(until: end) }
            guard selected?.contains(command) ?? true else { continue }
            try await sleep(until: instant)
            guard simulation.now < end else { return }
            try await act(command, random)
        }
    }

    private func sleep(until instant: Timestamp) async throws {
        let pause = instant.millisecondsSinceEpoch - simulation.now.millisecondsSinceEpoch
        if pause > 0 { try await simulation.clock.sleep(for: .milliseconds(pause)) }
    }

    private func act(_ command: Int, _ random: SimulationRandom) async throws {
        // A client that lost its memory of the answer: an old request again, long after it was answered.
        if random.chance(perMillion: 50_000), let old = oldRequest(before: command, random) {
            note(command, old, isRepeat: true)
            return try await send(old, as: command, isOnlyOne: false, random)
        }
        let id = "\(userID)-command-\(command)"
        let drawn = commands.next(random, number: command, now: simulation.now)
        let request = UserCommand(userID: userID, command: drawn, correlationID: id, idempotencyKey: id)
        note(command, request, isRepeat: false)
        system.saw(.sent(request))
        // An impatient user, or a client that retries too early: the same request twice at once.
        if random.chance(perMillion: 50_000) {
            async let first: Void = send(request, as: command, isOnlyOne: false, random)
            async let second: Void = send(request, as: command, isOnlyOne: false, random)
            _ = try await (first, second)
        } else {
            try await send(request, as: command, isOnlyOne: true, random)
        }
    }

    private func note(_ command: Int, _ request: UserCommand, isRepeat: Bool) {
        let step = CommandStep(
            user: number, number: command, time: simulation.now, isRepeat: isRepeat, command: request.command)
        system.ledger.note(step)
        simulation.note("\(userID) command \(command) \(step.text)")
    }

    /// The request of a drawn earlier command, or of the last one before it that was answered.
    private func oldRequest(before command: Int, _ random: SimulationRandom) -> UserCommand? {
        let drawn = command - random.below(SimulatedUser.memory)
        return (answered.last { $0.number <= drawn } ?? answered.first)?.request
    }

    private func remember(_ request: UserCommand, _ command: Int) {
        answered.append((command, request))
        // By number and not by count, so that leaving commands out keeps the others in memory as long.
        answered.removeAll { $0.number < command - SimulatedUser.memory }
    }

    /// Sends until an answer or a refusal comes, or patience ends.
    private func send(
        _ request: UserCommand, as command: Int, isOnlyOne: Bool, _ random: SimulationRandom
    ) async throws {
        var isOutcomeKnown = isOnlyOne
        for _ in 1...8 {
            do {
                let outcome = try await system.frontDoor.invoke(UserMethods.perform, request, timeout: .seconds(10))
                system.saw(.answered(request, outcome))
                commands.learn(request.command, outcome, number: command)
                remember(request, command)
                return
            } catch InvocationError.refused(let failure) where !failure.isWorthAnotherTry {
                if isOutcomeKnown { system.saw(.refused(request, code: failure.code)) }
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
