internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// One device of a user: connects, applies frames, drops, comes back with the position that it has.
final class SimulatedClient: @unchecked Sendable {
    // Confined to the simulation's thread.
    let userID: UserID
    private(set) var replica = ClientReplica()
    private(set) var position: StreamPosition?
    /// Changes that its user had when the present connection began.
    private(set) var headAtConnect: Int64 = 0
    let name: String
    let number: UInt64
    let system: TodoSystem
    /// What it sends over its sockets.
    var sentCommands = SentCommands()
    /// True once the present connection said `ready`.
    private(set) var isGreeted = false
    /// Connections of its user that it was told of last; nil before the present one said so.
    private(set) var toldConnections: Int?
    private let random: SimulationRandom
    private let reinstalling: SimulationRandom
    private let lagging: SimulationRandom
    /// The most milliseconds that the device takes longer for a frame of the present connection.
    private var mostLag: Int64 = 0
    private var staysOnline = false
    private(set) var connection: SimulatedConnection?
    private var connections: UInt64 = 0
    private let habits: Habits
    private var absence: Task<Void, Never>?

    /// How long the device is connected and away, on average.
    struct Habits: Sendable {
        var meanSessionMilliseconds: Int64
        var meanAwayMilliseconds: Int64
    }

    init(number: UInt64, of userID: UserID, in system: TodoSystem, habits: Habits) {
        self.habits = habits
        self.number = number
        self.userID = userID
        self.system = system
        name = "client-\(number)"
        random = system.simulation.random(StreamName.workload.child(name))
        reinstalling = system.simulation.random(StreamName.workload.child(name).child("reinstalling"))
        lagging = system.simulation.random(StreamName.workload.child(name).child("lagging"))
    }

    private var isLive: Bool { system.isLive }

    /// Frames that a connection holds for the device; few where devices lag.
    private var capacity: Int {
        isLive ? min(12, system.parts.connectionCapacity) : system.parts.connectionCapacity
    }

    /// Milliseconds by which a slow device is slower.
    private func lag() -> Int64 { mostLag > 0 ? lagging.number(in: 0...mostLag) : 0 }

    var simulation: Simulation { system.simulation }

    /// From now on the client only drops when the other end does.
    func stayOnline() {
        staysOnline = true
        absence?.cancel()
    }

    /// Lives until cancelled.
    func run() async throws {
        while !Task.isCancelled {
            if !staysOnline, reinstalling.chance(perMillion: 50_000) { position = nil }
            if position == nil { try await refetch() }
            if let replica = random.element(of: system.directory.live) { try await session(at: replica) }
            await stayAway()
        }
    }

    /// Time without a connection; it ends at once when the client is asked to stay online.
    private func stayAway() async {
        let pause = drawAbsence()
        let absence = simulation.outside.spawn(named: "absence of \(name)") { [simulation] in
            try await simulation.clock.sleep(for: .milliseconds(50 + pause))
        }
        self.absence = absence
        await absence.value
    }

    /// Milliseconds; now and then a device is away for so long that the store has forgotten what it missed.
    private func drawAbsence() -> Int64 {
        guard !staysOnline else { return 200 }
        let isLong = random.chance(perMillion: 50_000)
        return random.exponential(mean: isLong ? 6 * 3_600_000 : habits.meanAwayMilliseconds)
    }

    /// One connection from the first frame to the last.
    private func session(at replica: RealtimeReplica) async throws {
        connections += 1
        headAtConnect = system.ledger.head(of: userID)
        toldConnections = nil
        mostLag = isLive && lagging.chance(perMillion: 200_000) ? lagging.number(in: 100...3_000) : 0
        let connection = SimulatedConnection(
            id: number << 32 | connections, at: replica.environment, capacity: capacity)
        let wired = system.parts.wireConnection(connection)
        let resumed = position.map(system.parts.resumePosition)
        replica.environment.spawn(named: "connection of \(name)") { [userID, isLive] in
            await replica.service.connect(wired, of: userID, from: resumed)
            guard isLive else { return }
            for await command in connection.commands { await replica.carryOut(command, on: wired) }
        }
        let alarm = hangUpLater(connection)
        defer { alarm?.cancel() }
        self.connection = connection
        for await frame in connection.frames {
            try await simulation.clock.sleep(for: .milliseconds(random.number(in: 0...20) + lag()))
            try await apply(try frame.message)
        }
        self.connection = nil
        isGreeted = false
        sentCommands.connectionEnded()
        replica.environment.spawn(named: "hang-up of \(name)") { await replica.service.disconnect(connection.id) }
    }

    private func hangUpLater(_ connection: SimulatedConnection) -> Task<Void, Never>? {
        guard !staysOnline else { return nil }
        let pause = random.exponential(mean: habits.meanSessionMilliseconds)
        return simulation.outside.spawn(named: "\(name) goes offline") { [self] in
            try await simulation.clock.sleep(for: .milliseconds(pause))
            if !staysOnline { connection.drop() }
        }
    }

    private func apply(_ message: ServerMessage) async throws {
        system.saw(.received(self, message))
        switch message {
        case .ready:
            isGreeted = true
            sendNext()
        case .caughtUp: break
        case .presence(let connections): toldConnections = connections
        case .event(let position, let update):
            apply(update.changes, of: update.taskID, at: position, madeBy: update.mutationID)
        case .notification(let position, let notification, let changes):
            apply(changes, of: notification.taskID, at: position, madeBy: nil)
        case .mustRefetch: try await refetch()
        case .answered(let mutationID, let answer): take(answer, to: mutationID)
        }
    }

    /// Applies the next change; passes over any other.
    private func apply(
        _ changes: SyncChanges, of taskID: TaskID, at next: StreamPosition, madeBy mutationID: String?
    ) {
        guard let position, next.sequence == position.sequence + 1 else { return }
        replica.apply(changes, taskID: taskID)
        self.position = next
        recognise(mutationID)
        system.saw(.applied(self, taskID))
    }

    /// Reads everything anew, again and again until the system answers.
    private func refetch() async throws {
        var pauseSeconds: Int64 = 1
        while true {
            try Task.checkCancellation()
            let head = system.ledger.head(of: userID)
            if let answer = try? await system.frontDoor.invoke(
                UserMethods.state, userID, timeout: .seconds(5))
            {
                system.saw(.stateRead(userID, answer, atLeast: head))
                replica = ClientReplica(answer)
                position = answer.position
                dropReachedCopies(isReadAnew: true)
                return
            }
            try await simulation.clock.sleep(for: .seconds(pauseSeconds))
            pauseSeconds = min(pauseSeconds * 2, 60)
        }
    }
}
