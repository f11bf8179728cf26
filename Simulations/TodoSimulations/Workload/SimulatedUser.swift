internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// One person: now and then asks something of the system, and asks again when no answer comes.
final class SimulatedUser: @unchecked Sendable {
    // Confined to the simulation's thread.
    let userID: UserID
    /// Old requests that may be sent again, in commands back from the present one.
    private static let memory = 50
    private let number: Int
    let system: TodoSystem
    let stream: StreamName
    private let meanPauseMilliseconds: Int64
    let selected: Set<Int>?
    private(set) var commands = CommandGenerator()
    /// The tasks that commands of a number made.
    private(set) var made: [Int: TaskID] = [:]
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

    var simulation: Simulation { system.simulation }

    /// Lives until the instant.
    ///
    /// Each command has its instant and its draws from a stream of its own, so that leaving one out moves no other.
    func run(until end: Timestamp) async throws {
        var instant = simulation.now
        var command = 0
        while true {
            command += 1
            let random = simulation.unsharedRandom(stream.child("command-\(command)"))
            // Now and then somebody goes on with what was just touched: done, not done, done after all.
            let isHurried = random.chance(perMillion: 120_000)
            let meanPause = isHurried ? min(4_000, meanPauseMilliseconds) : meanPauseMilliseconds
            instant = instant.adding(milliseconds: random.exponential(mean: meanPause))
            guard instant < end else { return try await sleep(until: end) }
            guard selected?.contains(command) ?? true else { continue }
            try await sleep(until: instant)
            guard simulation.now < end else { return }
            try await act(command, random, isHurried: isHurried)
        }
    }

    func sleep(until instant: Timestamp) async throws {
        let pause = instant.millisecondsSinceEpoch - simulation.now.millisecondsSinceEpoch
        if pause > 0 { try await simulation.clock.sleep(for: .milliseconds(pause)) }
    }

    private func act(_ command: Int, _ random: SimulationRandom, isHurried: Bool) async throws {
        // A client that lost its memory of the answer: an old request again, long after it was answered.
        if random.chance(perMillion: 50_000), let old = oldRequest(before: command, random) {
            note(command, CommandDraft(command: old.command), isRepeat: true)
            return try await send(old, as: command, isOnlyOne: false, random)
        }
        if random.chance(perMillion: 150_000) { try await look(command) }
        let drawn = commands.next(random, number: command, now: simulation.now, isHurried: isHurried)
        let reminding = simulation.unsharedRandom(stream.child("command-\(command)-reminders"))
        let usual = commands.reminding(instead: drawn, reminding, now: simulation.now)
        let series = simulation.unsharedRandom(stream.child("command-\(command)-series"))
        let repeating = commands.withSeries(usual, series, number: command, now: simulation.now)
        let settings = simulation.unsharedRandom(stream.child("command-\(command)-settings"))
        let preferring = commands.settingUp(instead: repeating, settings, number: command, now: simulation.now)
        let tidying = simulation.unsharedRandom(stream.child("command-\(command)-tidying"))
        let draft = commands.tidying(instead: preferring, tidying, number: command, now: simulation.now)
        note(command, draft, isRepeat: false)
        var request = request(draft.command, draft, id: "\(userID)-command-\(command)")
        // A client that numbers its requests anew.
        if random.chance(perMillion: 20_000), let old = oldRequest(before: command, random),
            old.command != request.command
        {
            request.idempotencyKey = old.idempotencyKey
            request.reusesKey = true
        }
        system.saw(.sent(request))
        if let rival = draft.rival {
            let other = self.request(rival, draft, id: "\(userID)-command-\(command)-elsewhere")
            system.saw(.sent(other))
            try await sendBoth(request, other, as: command, random)
        } else if random.chance(perMillion: 50_000) {
            // An impatient user, or a client that retries too early: the same request twice at once.
            try await sendBoth(request, request, as: command, random)
        } else {
            if !request.reusesKey, let device = socketDevice(for: command) {
                return submit(request, as: command, over: device)
            }
            try await send(request, as: command, isOnlyOne: true, random)
        }
    }

    /// The device over whose socket a command goes; nil where it goes another way.
    private func socketDevice(for command: Int) -> SimulatedClient? {
        guard system.isLive else { return nil }
        let random = simulation.unsharedRandom(stream.child("command-\(command)-socket"))
        guard random.chance(perMillion: 700_000) else { return nil }
        return random.element(of: system.clients.filter { $0.userID == userID })
    }

    /// Hands the command to a device and goes on: the device shows it as done at once.
    private func submit(_ request: UserCommand, as command: Int, over device: SimulatedClient) {
        device.submit(request) { [self] outcome in
            commands.learn(request.command, outcome, number: command)
            remember(request, command)
            if case .create = request.command { made[command] = outcome.task?.id }
        }
    }

    func request(_ command: TaskCommand, _ draft: CommandDraft, id: String) -> UserCommand {
        UserCommand(
            userID: userID, command: command, correlationID: id, idempotencyKey: id,
            expectedVersion: draft.expectedVersion)
    }

    func sendBoth(
        _ first: UserCommand, _ second: UserCommand, as command: Int, _ random: SimulationRandom
    ) async throws {
        let areAlike = first.correlationID == second.correlationID
        async let one: Void = send(first, as: command, isOnlyOne: !areAlike, random)
        async let other: Void = send(second, as: command, isOnlyOne: !areAlike, random)
        _ = try await (one, other)
    }

    /// Reads the whole list, and so learns of what the services made.
    func look(_ command: Int, atOpenTasksOnly: Bool = false) async throws {
        let head = system.ledger.head(of: userID)
        let answer = try? await system.frontDoor.invoke(UserMethods.state, userID, timeout: .seconds(5))
        guard var answer else { return }
        system.saw(.stateRead(userID, answer, atLeast: head))
        if atOpenTasksOnly { answer.tasks.removeAll(where: \.isCompleted) }
        commands.learn(answer, number: command)
    }

    func note(_ command: Int, _ draft: CommandDraft, isRepeat: Bool) {
        let step = CommandStep(
            user: number, number: command, time: simulation.now, isRepeat: isRepeat, command: draft.command,
            rival: draft.rival)
        system.ledger.note(step)
        simulation.note("\(userID) command \(command) \(step.text)")
    }

    /// The request of a drawn earlier command, or of the last one before it that was answered.
    private func oldRequest(before command: Int, _ random: SimulationRandom) -> UserCommand? {
        let drawn = command - random.below(SimulatedUser.memory)
        return (answered.last { $0.number <= drawn } ?? answered.first)?.request
    }

    /// The request that was sent as the command of that number and answered lately; nil when there is none.
    func request(answeredAs number: Int) -> UserCommand? {
        answered.last { $0.number == number }?.request
    }

    private func remember(_ request: UserCommand, _ command: Int) {
        answered.append((command, request))
        // By number and not by count, so that leaving commands out keeps the others in memory as long.
        answered.removeAll { $0.number < command - SimulatedUser.memory }
    }

    /// Sends until an answer or a refusal comes, or patience ends.
    func send(
        _ request: UserCommand, as command: Int, isOnlyOne: Bool, _ random: SimulationRandom
    ) async throws {
        var isOutcomeKnown = isOnlyOne
        for _ in 1...8 {
            do {
                let outcome = try await system.frontDoor.invoke(UserMethods.perform, request, timeout: .seconds(10))
                system.saw(.answered(request, outcome))
                commands.learn(request.command, outcome, number: command)
                remember(request, command)
                switch request.command {
                case .create, .importTask: made[command] = outcome.task?.id
                default: break
                }
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
