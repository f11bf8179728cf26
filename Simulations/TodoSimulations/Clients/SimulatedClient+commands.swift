internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

// Commands over the socket, shown as done before they are.
extension SimulatedClient {
    /// Sends a command over the socket, now or when there is one again.
    func submit(_ request: UserCommand, onAccepted: @escaping @Sendable (CommandOutcome) -> Void) {
        sentCommands.add(request, onAccepted)
        system.saw(.copyShown(self, request.idempotencyKey))
        sendNext()
    }

    /// Sends what the window has room for.
    func sendNext() {
        guard let connection, isGreeted else { return }
        for request in sentCommands.takeNext() {
            guard connection.submit(request) else { return connection.drop() }
        }
    }

    func take(_ answer: CommandAnswer, to mutationID: String) {
        switch answer {
        case .accepted(let change, let result):
            if let entry = sentCommands.accept(mutationID, change) {
                if let outcome = CommandOutcome(simulatedResult: result) {
                    system.saw(.answered(entry.request, outcome))
                    entry.onAccepted(outcome)
                }
                dropReachedCopies(isReadAnew: false)
            }
        case .refused(let problem):
            if problem == .refusal("unavailable") {
                sentCommands.postpone(mutationID)
                sendAgainLater()
            } else if sentCommands.refuse(mutationID) {
                system.saw(.copyDropped(self, mutationID, isRefused: true))
            }
        }
        sendNext()
    }

    /// The stream has brought a change that a command of that name made.
    func recognise(_ mutationID: String?) {
        guard let mutationID, sentCommands.arrived(mutationID) else { return }
        system.saw(.copyDropped(self, mutationID, isRefused: false))
    }

    func dropReachedCopies(isReadAnew: Bool) {
        for name in sentCommands.dropReached(position, isReadAnew: isReadAnew) {
            system.saw(.copyDropped(self, name, isRefused: false))
        }
    }

    private func sendAgainLater() {
        simulation.outside.spawn(named: "\(name) tries again") { [self] in
            try await simulation.clock.sleep(for: .seconds(2))
            sendNext()
        }
    }
}

extension RealtimeReplica {
    /// Carries out a command as the front door does, and answers it on the connection.
    func carryOut(_ request: UserCommand, on connection: any RealtimeConnection) async {
        let answer: CommandAnswer =
            switch await desk.perform(request.asPerformCommand) {
            case .accepted(let outcome, let change):
                .accepted(change, result: outcome.simulatedResult)
            case .refused(let refusal):
                .refused(problem: .refusal(refusal.isWorthAnotherTry ? "unavailable" : refusal.code))
            }
        _ = connection.take(RealtimeFrame(.answered(mutationID: request.idempotencyKey, answer)))
    }
}

extension UserCommand {
    fileprivate var asPerformCommand: PerformCommand {
        PerformCommand(
            userID: userID, command: command, mutationID: idempotencyKey, sourceClient: .web,
            correlationID: correlationID, expectedVersion: expectedVersion)
    }
}

extension JSONValue {
    /// What stands for a problem document in the simulation.
    fileprivate static func refusal(_ code: String) -> JSONValue { .object(["code": .string(code)]) }
}

// The simulated socket carries the whole outcome in place of REST's body.
extension CommandOutcome {
    fileprivate var simulatedResult: JSONValue {
        (try? JSONCodec.decode(JSONValue.self, from: JSONCodec.encode(self))) ?? .null
    }

    fileprivate init?(simulatedResult: JSONValue) {
        guard let outcome = try? JSONCodec.decode(CommandOutcome.self, from: JSONCodec.encode(simulatedResult)) else {
            return nil
        }
        self = outcome
    }
}
