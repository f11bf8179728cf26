internal import ServicePorts

/// Hands the events of one partition to one member, in order, one at a time, until the partition moves.
final class PartitionWorker: @unchecked Sendable {
    private let group: ConsumerGroup
    private let partition: Int
    private var epoch = 0
    private let member: BusMember
    private let simulation: Simulation
    private let log: PartitionLog
    private var idleWait: WaitToken?
    private var hasEnded = false
    private var endWaits: [WaitToken] = []

    init(group: ConsumerGroup, partition: Int, member: BusMember, simulation: Simulation) {
        self.group = group
        self.partition = partition
        self.member = member
        self.simulation = simulation
        log = group.topic.partitions[partition]
    }

    /// True while it should go on with further events.
    private var isCurrent: Bool {
        group.shares[partition].worker === self && member.isSubscribed && member.environment.isAlive
    }

    /// True while the node that it works on stands still.
    var isPaused: Bool { member.environment.isPaused }

    /// True while what its handler says still counts: a successor may have begun.
    private var mayCommit: Bool {
        group.shares[partition].epoch == epoch && member.environment.isAlive
    }

    /// Begins; an orderly handover waits until the former owner's handler has ended.
    func start(after former: PartitionWorker?) {
        member.environment.spawn(named: "\(group.topic.name)[\(partition)] for \(group.name)") { [self] in
            defer { end() }
            if let former { await former.waitUntilEnded(in: member.environment) }
            guard isCurrent else { return }
            group.shares[partition].epoch += 1
            epoch = group.shares[partition].epoch
            try await work()
        }
    }

    /// Ends a wait for an event or for the time of a retry, which are another owner's business now.
    func interrupt() {
        if let idleWait { simulation.wake(idleWait, .due) }
    }

    private func waitUntilEnded(in environment: NodeEnvironment) async {
        guard !hasEnded, member.environment.isAlive else { return }
        let token = simulation.openWait("the former owner of a partition", in: environment)
        endWaits.append(token)
        let endAction = member.environment.addEndAction { [simulation] in simulation.wake(token, .due) }
        _ = await simulation.suspend(token)
        member.environment.removeEndAction(endAction)
    }

    private func end() {
        hasEnded = true
        for token in endWaits { simulation.wake(token, .due) }
        endWaits = []
    }

    private func work() async throws {
        var attempt = 1
        while isCurrent {
            let position = group.shares[partition].committed
            guard position < log.records.count else {
                try await waitForEvent()
                continue
            }
            let record = log.records[position]
            let answer = try await deliver(record, attempt: attempt)
            // The acknowledgement travels: a crash or a rebalance here means that it never counted.
            await simulation.schedulingPoint()
            if simulation.faults.cuts(.requests, member.environment, .bus) {
                try await member.environment.pass(250_000, "the broker to come back")
                continue
            }
            guard mayCommit, group.shares[partition].committed == position else {
                attempt = 1
                continue
            }
            attempt = try await settle(record, answer, attempt: attempt)
        }
    }

    private func waitForEvent() async throws {
        let token = simulation.openWait("an event", in: member.environment)
        log.wakeAtAppend(token)
        await idle(token)
        guard isCurrent else { return }
        try await member.environment.pass(
            simulation.faults.travelTime(member.environment, .bus), "an event to arrive")
    }

    private func idle(_ token: WaitToken) async {
        idleWait = token
        _ = await simulation.suspend(token)
        idleWait = nil
    }

    /// One attempt; nil when the broker gives up waiting for the handler, which works on.
    private func deliver(_ record: EventRecord, attempt: Int) async throws -> Acknowledgement? {
        await simulation.schedulingPoint()
        guard isCurrent else { return nil }
        try await passOutage()
        try await passSlowness()
        guard isCurrent else { return nil }
        // The event is in hand: its handler gets it even when the partition moves at this instant.
        if simulation.faults.strikes(.rebalances, at: member.environment) { move() }
        simulation.counters.deliveries += 1
        simulation.traceEvent(
            "deliver", member.environment, "\(group.topic.name)[\(partition)] \(record.id) attempt \(attempt)")
        guard !simulation.faults.strikes(.stuckHandlers, at: member.environment) else {
            abandon(record, attempt: attempt)
            try await member.environment.pass(drawPatience(), "a stuck handler")
            return nil
        }
        member.handlerBegins()
        defer { member.handlerEnds() }
        return await member.handle(record, attempt)
    }

    private func passSlowness() async throws {
        let faults = simulation.faults
        var delay = faults.slowLinks.isEmpty ? 0 : faults.delay(member.environment, .bus)
        if faults.strikes(.slowMessages, at: member.environment) {
            delay += faults.number(upTo: faults.profile.slowMessageMaximumMicroseconds, .slowMessages)
        }
        if delay > 0 { try await member.environment.pass(delay, "a slow event") }
    }

    /// How long the broker waits for a stuck handler.
    private func drawPatience() -> Int64 {
        let profile = simulation.faults.profile
        let shortest = max(1, profile.stuckHandlerMinimumMicroseconds)
        return simulation.faults.number(
            in: shortest...max(shortest, profile.stuckHandlerMaximumMicroseconds), .stuckHandlers)
    }

    private func abandon(_ record: EventRecord, attempt: Int) {
        member.handlerBegins()
        member.environment.spawn(named: "abandoned handler of \(group.topic.name)") { [member] in
            defer { member.handlerEnds() }
            _ = await member.handle(record, attempt)
        }
    }

    /// Half of the moves come at the instant of the delivery, so that two replicas have one event at the same time.
    private func move() {
        let isAtOnce = simulation.faults.number(in: 0...1, .rebalances) == 0
        guard !isAtOnce else { return group.moveAbruptly(partition) }
        let soon = simulation.faults.number(in: 0...20_000, .rebalances)
        simulation.plan("a rebalance", after: soon) { [group, partition] in group.moveAbruptly(partition) }
    }

    private func passOutage() async throws {
        var pause: Int64 = 250_000
        while simulation.faults.cuts(.replies, member.environment, .bus), isCurrent {
            try await member.environment.pass(pause, "the broker to come back")
            pause = min(pause * 2, 32_000_000)
        }
    }

    /// Does what the acknowledgement asks; answers the number of the next attempt.
    private func settle(_ record: EventRecord, _ answer: Acknowledgement?, attempt: Int) async throws -> Int {
        switch answer {
        case nil:
            return attempt
        case .success:
            return commit()
        case .drop(let reason):
            bury(record, reason, attempt)
            return commit()
        case .retry(let reason):
            guard attempt < member.retry.maximumAttempts else {
                bury(record, reason, attempt)
                return commit()
            }
            let pause = member.retry.pause(afterAttempt: attempt).wholeMicroseconds
            guard isCurrent else { return 1 }
            await idle(simulation.openWait("a retry", in: member.environment, after: pause))
            return attempt + 1
        }
    }

    /// Moves the group's position on, unless a fault loses that and older commits.
    private func commit() -> Int {
        let faults = simulation.faults
        guard !faults.strikes(.duplicateDeliveries, at: member.environment) else { return 1 }
        group.shares[partition].pass(microseconds: simulation.elapsedMicroseconds)
        group.shares[partition].committed += 1
        if faults.strikes(.offsetRewinds, at: member.environment) {
            let share = group.shares[partition]
            let back = faults.number(in: 1...max(1, faults.profile.offsetRewindMaximumEvents), .offsetRewinds)
            group.shares[partition].committed = max(share.start, share.committed - Int(back))
        }
        return 1
    }

    private func bury(_ record: EventRecord, _ reason: String, _ attempts: Int) {
        simulation.traceEvent("dead letter", member.environment, "\(group.topic.name) \(record.id): \(reason)")
        group.onDeadLetter(record, reason, attempts)
    }
}
