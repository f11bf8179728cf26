internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

extension PlantedBug {
    private static func backendStore(
        _ change: @escaping @Sendable (inout TaskStoreDecorator, NodePorts) -> Void
    ) -> SystemParts {
        var parts = SystemParts()
        parts.wire = { role, ports in
            guard role == .backend else { return }
            var store = TaskStoreDecorator(base: ports.taskStore)
            change(&store, ports)
            ports.taskStore = store
        }
        return parts
    }

    /// Events go out although the commit may still fail.
    static let publishedBeforeCommit = PlantedBug(
        "published-before-commit", "events are published before their change is committed",
        breaks: [.noPhantom, .gapFreeSequence, .auditIsWhole, .convergence, .noLostChange, .oneSuccessor, .liveness],
        backendStore { store, ports in
            let bus = ports.bus
            store.onCommit = { base, commit in
                let events = OutboxEvents(commit.messages)
                try? await bus.publish(events.taskEvents, to: TodoTopics.taskEvents)
                try? await bus.publish(events.updates, to: TodoTopics.taskUpdates)
                try await base.commit(commit)
            }
        })

    /// The memory of commands is not kept.
    static let idempotencyForgotten = PlantedBug(
        "idempotency-forgotten", "a repeated command is carried out again",
        breaks: [.idempotency, .noPhantom, .noLostChange],
        backendStore { store, _ in
            store.onCommit = { base, commit in
                var commit = commit
                commit.idempotency = nil
                try await base.commit(commit)
            }
        })

    /// Only commands that changed something are kept in mind.
    static let unchangedForgotten = PlantedBug(
        "unchanged-forgotten", "a repeated command that changed nothing the first time is carried out later",
        breaks: [.idempotency, .noLostChange],
        backendStore { store, _ in
            store.onRemember = { _, _, _ in }
        })

    /// Nobody looks whether an occurrence has a successor.
    static let successorPerDelivery = PlantedBug(
        "successor-per-delivery", "each delivery of a completion makes a successor", breaks: [.oneSuccessor],
        backendStore { store, _ in
            store.onSnapshot = { base, request in
                var request = request
                request.successorOf = nil
                return try await base.snapshot(request)
            }
        })

    /// Newer rows overtake older ones.
    static let orderLostInRelay = PlantedBug(
        "order-lost-in-relay", "the relay publishes a user's changes in another order",
        breaks: [.gapFreeSequence, .noLostChange, .liveness, .auditIsWhole],
        backendStore { store, _ in
            store.onUnpublished = { OutboxBatch(entries: $0.entries.reversed(), version: $0.version) }
        })

    /// A failed commit uses up a number, as a sequence outside the transaction does.
    static let sequenceGapOnRollback = PlantedBug(
        "sequence-gap-on-rollback", "a commit that fails uses up a number of the user's sequence",
        breaks: [.gapFreeSequence, .auditIsWhole, .liveness, .noPhantom, .noLostChange, .convergence],
        backendStore { store, _ in
            let gaps = GapCounter()
            store.onCommit = { base, commit in
                let shifted = commit.renumbered(by: gaps.value(of: commit.userID))
                do {
                    try await base.commit(shifted)
                } catch {
                    gaps.add(commit.userID)
                    throw error
                }
            }
        })
}

/// The events of a commit by topic.
private struct OutboxEvents {
    var taskEvents: [CloudEvent<TaskEvent>] = []
    var updates: [CloudEvent<TaskUpdate>] = []

    init(_ messages: [OutboxMessage]) {
        for message in messages {
            switch message {
            case .taskEvent(let event): taskEvents.append(event)
            case .taskUpdate(let event): updates.append(event)
            case .reminder: break
            }
        }
    }
}

/// Numbers lost so far, confined to the simulation's thread.
private final class GapCounter: @unchecked Sendable {
    private var gaps: [UserID: Int64] = [:]

    func value(of userID: UserID) -> Int64 { gaps[userID, default: 0] }

    func add(_ userID: UserID) { gaps[userID, default: 0] += 1 }
}

extension TaskCommit {
    /// This commit with its events numbered that much higher.
    fileprivate func renumbered(by gap: Int64) -> TaskCommit {
        var commit = self
        commit.messages = messages.map { message in
            switch message {
            case .taskEvent(var event):
                event.sequence += gap
                event.data.change.sequence += gap
                return .taskEvent(event)
            case .taskUpdate(var event):
                event.sequence += gap
                return .taskUpdate(event)
            case .reminder: return message
            }
        }
        return commit
    }
}
