internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Streams of changes with holes that their clients cannot see.
extension PlantedBug {
    /// One in four updates never gets to a realtime replica, which believes that it was handled.
    static let losesUpdates: SystemParts = .bus(of: .realtime) { bus, _ in
        bus.onDelivery = { event, handle in
            guard let update = event as? CloudEvent<TaskUpdate>, update.sequence % 4 == 1 else { return await handle() }
            return .success
        }
    }

    static let realtimeBugs: [PlantedBug] = [
        PlantedBug(
            "shared-realtime-group", "all realtime replicas are in one consumer group",
            breaks: [.convergence, .noLostChange],
            .bus(of: .realtime) { bus, _ in bus.onSubscribe = { $0.group = "websocket-service" } }.withoutLookAround),
        PlantedBug(
            "last-update-missed",
            "updates are lost on their way to a realtime replica, and it never looks for the last",
            breaks: [.convergence, .noLostChange], losesUpdates.withoutLookAround),
        PlantedBug(
            "position-skipped-on-resume", "a client that comes back is resumed one change too late",
            breaks: [.noLostChange],
            .with { parts in
                parts.resumePosition = { StreamPosition(epoch: $0.epoch, sequence: $0.sequence + 1) }
            }),
        PlantedBug(
            "slow-client-loses-frames",
            "frames that a slow client has no room for are left out, and it stays connected",
            // A frame that is the last of all leaves no gap behind.
            breaks: [.noLostChange, .convergence],
            .with { parts in
                parts.connectionCapacity = 2
                parts.wireConnection = { LossyConnection(base: $0) }
            }),
        PlantedBug(
            "caught-up-early", "a client is told that it is caught up before the last missed change is sent",
            breaks: [.noLostChange],
            .with { $0.wireConnection = { HastyConnection(base: $0) } }),
        PlantedBug(
            "position-after-snapshot", "a snapshot of a while ago goes with the position of now",
            breaks: [.convergence],
            .with { parts in
                parts.wire = { role, ports in
                    guard role == .backend else { return }
                    var store = TaskStoreDecorator(base: ports.taskStore)
                    let cache = StateCache(clock: ports.clock)
                    store.onState = { try await cache.state(of: $1, in: $0) }
                    ports.taskStore = store
                }
                parts.answerState = { service, userID in
                    let state = try await service.state(of: userID)
                    let position = try await service.position(of: userID)
                    return UserStateAnswer(position: position, state)
                }
            }),
    ]
}

/// States as they were at most an hour ago, confined to the simulation's thread.
private final class StateCache: @unchecked Sendable {
    private let clock: any WallClock
    private var states: [UserID: (state: UserState, readAt: Timestamp)] = [:]

    init(clock: any WallClock) {
        self.clock = clock
    }

    func state(of userID: UserID, in store: any TaskStore) async throws -> UserState {
        let now = clock.now()
        if let known = states[userID], now < known.readAt.adding(milliseconds: 3_600_000) { return known.state }
        let state = try await store.state(of: userID)
        states[userID] = (state, now)
        return state
    }
}

/// A connection that hides that a frame was not taken.
private struct LossyConnection: RealtimeConnection {
    let base: any RealtimeConnection

    var id: UInt64 { base.id }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        let outcome = base.send(frame)
        return outcome == .overflow ? .queued : outcome
    }

    func close(_ code: CloseCode, reason: String) { base.close(code, reason: reason) }
}
