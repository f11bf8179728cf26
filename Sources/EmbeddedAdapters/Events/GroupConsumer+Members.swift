internal import ServicePorts
internal import Synchronization

extension GroupConsumer {
    /// Adds a member; false when the consumer is closing and another one must be made.
    func add(_ member: GroupMember) -> Bool {
        let isAdded = guarded.withLock { guarded in
            guard guarded.phase == .open else { return false }
            guarded.state.add(member)
            return true
        }
        signal.raise()
        return isAdded
    }

    /// Removes a member and waits until no handler of it runs; without members the consumer closes.
    func remove(_ member: GroupMember) async {
        await withCheckedContinuation { continuation in
            let isIdle = guarded.withLock { guarded in
                guarded.state.remove(member)
                if guarded.state.running(of: member) == 0 { return true }
                guarded.idleWaiters[member.number, default: []].append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        await closeIfUnused()
    }

    private func closeIfUnused() async {
        let closes = guarded.withLock { guarded in
            guard guarded.state.members.isEmpty, guarded.phase == .open else { return false }
            guarded.phase = .closing
            return true
        }
        guard closes else { return await waitUntilClosed() }
        signal.raise()
        await movePosition()
        let waiters = guarded.withLock { guarded in
            guarded.phase = .closed
            defer { guarded.closeWaiters.removeAll() }
            return guarded.closeWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// True once the last member has left and the position is stored.
    var isClosed: Bool { guarded.withLock { $0.phase == .closed } }

    /// Returns when a consumer that is closing has closed; at once when it is open.
    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let waits = guarded.withLock { guarded in
                guard guarded.phase == .closing else { return false }
                guarded.closeWaiters.append(continuation)
                return true
            }
            if !waits { continuation.resume() }
        }
    }
}
