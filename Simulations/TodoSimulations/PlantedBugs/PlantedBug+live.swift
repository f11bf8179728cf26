internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Commands over sockets that go astray, and streams that break where replicas restart.
extension PlantedBug {
    private static func connections(
        _ wrap: @escaping @Sendable (any RealtimeConnection) -> any RealtimeConnection
    ) -> SystemParts {
        .with { $0.wireConnection = wrap }
    }

    /// The system whose realtime replicas ask the task service through a changed invoker.
    private static func asking(
        _ change: @escaping @Sendable (inout ServiceInvokerDecorator) -> Void
    ) -> SystemParts {
        .wiring(.realtime) { ports in
            var invoker = ServiceInvokerDecorator(base: ports.invoker)
            change(&invoker)
            ports.invoker = invoker
        }
    }

    static let liveBugs: [PlantedBug] = (commandsOverSockets + streams).map { $0.found(in: .liveClients) }

    private static let commandsOverSockets: [PlantedBug] = [
        PlantedBug(
            "mutation-not-echoed", "updates do not say which command made them", breaks: [.optimisticCopies],
            .changingUpdates { $0.mutationID = nil }),
        PlantedBug(
            "copy-dropped-on-acceptance",
            "an acceptance names no change, so that the device drops its copy before the change comes",
            breaks: [.optimisticCopies],
            connections { base in
                ChangedConnection(base: base) { message in
                    guard case .answered(let id, .accepted(_, let result)) = message else { return message }
                    return .answered(mutationID: id, .accepted(nil, result: result))
                }
            }),
        PlantedBug(
            "resent-command-repeated", "a command that comes over a second connection is carried out again",
            breaks: [.idempotency, .noLostChange, .optimisticCopies],
            asking { invoker in
                let seen = SeenNames()
                invoker.onRequest = { request in
                    guard var command = request as? PerformCommand else { return request }
                    if !seen.insert(command.mutationID) { command.mutationID += "-again" }
                    return command
                }
            }),
        PlantedBug(
            "socket-command-for-another", "a command over a socket is carried out for another user",
            breaks: [.isolation],
            asking { invoker in
                invoker.onRequest = { request in
                    guard var command = request as? PerformCommand, command.userID == UserID("user-1") else {
                        return request
                    }
                    command.userID = UserID("user-2")
                    return command
                }
            }),
        PlantedBug(
            "socket-command-unasked", "a command over a socket is answered without being carried out",
            breaks: [.noLostChange, .predictedState, .optimisticCopies],
            asking { invoker in
                invoker.answerUnasked = { request in
                    guard let command = request as? PerformCommand, case .toggle = command.command else { return nil }
                    return PerformCommandAnswer.accepted(CommandOutcome(sequence: 1), nil)
                }
            }),
    ]

    private static let streams: [PlantedBug] = [
        PlantedBug(
            "last-frame-sent-again", "who joins a room that is ahead gets its last frame once more",
            breaks: [.exactStream],
            connections { RepeatingConnection(base: $0) }),
        PlantedBug(
            "update-lost-while-joining",
            "an update that is fanned out between the look back and the joining of the room is lost",
            breaks: [.exactStream, .noLostChange],
            connections { ForgetfulConnection(base: $0) }),
        PlantedBug(
            "resumed-one-too-late", "a device that comes back to a restarted replica is resumed one change too late",
            breaks: [.noLostChange, .exactStream],
            .with { parts in
                parts.resumePosition = { StreamPosition(epoch: $0.epoch, sequence: $0.sequence + 1) }
            }),
        PlantedBug(
            "replaced-history-unnoticed", "replicas believe for ever in the history that there was first",
            breaks: [.exactStream, .noLostChange, .liveness],
            asking { invoker in
                invoker.onAnswer = { _, answer in
                    guard var updates = answer as? UpdatesSinceAnswer else { return answer }
                    updates.epoch = updates.epoch.replacing("restored-", with: "epoch-")
                    return updates
                }
            }),
        PlantedBug(
            "foreign-event-after-restart", "after a restart a replica takes one user's changes for another's",
            breaks: [.isolation],
            .bus(of: .realtime) { bus, ports in
                guard ports.environment.incarnation > 1 else { return }
                bus.extras = { event in
                    guard let update = event as? CloudEvent<TaskUpdate>, update.data.userID == UserID("user-1"),
                        update.data.notification == nil
                    else { return [] }
                    return [update.claimed(by: UserID("user-2"))]
                }
            }),
    ]
}

/// Names of commands that a replica has seen, confined to the simulation's thread.
private final class SeenNames: @unchecked Sendable {
    private var names: Set<String> = []

    /// True when the name is new.
    func insert(_ name: String) -> Bool { names.insert(name).inserted }
}

/// A connection that says something else in place of some messages.
private struct ChangedConnection: RealtimeConnection {
    let base: any RealtimeConnection
    let change: @Sendable (ServerMessage) -> ServerMessage

    var id: UInt64 { base.id }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        guard let said = try? frame.message else { return base.send(frame) }
        let message = change(said)
        return base.send(message == said ? frame : RealtimeFrame(message))
    }

    func close(_ code: CloseCode, reason: String) { base.close(code, reason: reason) }
}

/// A connection that says the first event after "caught up" twice.
private final class RepeatingConnection: RealtimeConnection, @unchecked Sendable {
    // Confined to the simulation's thread.
    private let base: any RealtimeConnection
    private var isJoining = false

    init(base: any RealtimeConnection) {
        self.base = base
    }

    var id: UInt64 { base.id }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        let outcome = base.send(frame)
        if case .caughtUp? = try? frame.message { isJoining = true }
        guard isJoining, outcome == .queued, case .event? = try? frame.message else { return outcome }
        isJoining = false
        return base.send(frame)
    }

    func close(_ code: CloseCode, reason: String) { base.close(code, reason: reason) }
}

/// A connection that leaves out the first event after "caught up".
private final class ForgetfulConnection: RealtimeConnection, @unchecked Sendable {
    // Confined to the simulation's thread.
    private let base: any RealtimeConnection
    private var isJoining = false

    init(base: any RealtimeConnection) {
        self.base = base
    }

    var id: UInt64 { base.id }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        if case .caughtUp? = try? frame.message { isJoining = true }
        guard isJoining, case .event? = try? frame.message else { return base.send(frame) }
        isJoining = false
        return .queued
    }

    func close(_ code: CloseCode, reason: String) { base.close(code, reason: reason) }
}
