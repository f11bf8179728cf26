internal import DequeModule

// How connections come and go.
extension PoolCore {
    /// The connection used last of those that are free and stand.
    func takeIdle() -> Member? {
        while let member = idle.popLast() {
            if let timer = member.idleTimer { loop.cancel(timer) }
            if member.connection.isIdle { return member }
        }
        return nil
    }

    /// Hands the connection to whoever waits longest, keeps it, or lets it go.
    func giveBack(_ member: Member) {
        busy -= 1
        guard member.connection.isReusable, !isShutDown, .now < member.retiresAt else {
            member.connection.close(PostgresError(.disconnected, "the pool has no use for the connection"))
            connectIfNeeded()
            return settle()
        }
        offer(member)
        settle()
    }

    private func offer(_ member: Member) {
        guard let waiter = waiters.popFirst() else { return keep(member) }
        loop.cancel(waiter.timer)
        run(waiter.statements, waiter.ticket, on: member, completion: waiter.completion)
    }

    private func keep(_ member: Member) {
        member.idleTimer = loop.schedule(after: limits.idleLifetime) { [weak self, weak member] in
            guard let self, let member else { return }
            idle.removeAll { $0 === member }
            member.connection.close(PostgresError(.disconnected, "the connection was idle for long"))
            report()
        }
        idle.append(member)
    }

    /// Makes as many connections as there are requests waiting, within the limit and not while one failed just now.
    func connectIfNeeded() {
        guard retryTimer == nil, !isShutDown else { return }
        while connecting < waiters.count, idle.count + busy + connecting < limits.connections {
            // After a failure one attempt at a time shows whether the server is back.
            if failedAttempts > 0, connecting > 0 { return }
            connecting += 1
            PostgresConnecting.start(settings: settings, serverTimeout: settings.serverTimeout, loop: loop) {
                [weak self] answer in self?.connected(answer)
            }
        }
    }

    private func connected(_ answer: PostgresConnecting.Answer) {
        connecting -= 1
        switch answer {
        case .success(let connection):
            failedAttempts = 0
            lastFailure = nil
            admit(connection)
            connectIfNeeded()
        case .failure(let error):
            noteFailure(error)
            if retryTimer == nil, !isShutDown { retryLater() }
        }
        settle()
    }

    private func admit(_ connection: PostgresConnection) {
        // Not all at once: connections made together are replaced one by one.
        let member = Member(connection, retiresAt: .now + limits.lifetime * Double.random(in: 0.8...1.2))
        connection.onClose = { [weak self, weak member] _ in
            guard let self, let member, let index = idle.firstIndex(where: { $0 === member }) else { return }
            idle.remove(at: index)
            if let timer = member.idleTimer { loop.cancel(timer) }
            report()
        }
        guard !isShutDown else { return connection.close(PostgresError(.disconnected, "the pool is shut down")) }
        offer(member)
    }

    /// Pauses grow with each failure and differ from one process to the next, so that they do not return as one.
    private func retryLater() {
        let doublings = min(failedAttempts - 1, 7)
        let pause = min(Duration.milliseconds(50) * (1 << doublings), .seconds(5)) * Double.random(in: 0.5...1.0)
        retryTimer = loop.schedule(after: pause) { [weak self] in
            self?.retryTimer = nil
            self?.connectIfNeeded()
        }
    }

    /// Ends all connections once nothing is carried out.
    func shutDown(_ completion: (() -> Void)?) {
        isShutDown = true
        if let completion { whenShutDown.append(completion) }
        for waiter in waiters {
            loop.cancel(waiter.timer)
            waiter.ticket.isAnswered = true
            waiter.completion(.failure(PostgresError(.disconnected, "the pool is shut down")))
        }
        waiters.removeAll()
        let members = idle
        idle.removeAll()
        for member in members {
            if let timer = member.idleTimer { loop.cancel(timer) }
            member.connection.close(PostgresError(.disconnected, "the pool is shut down"))
        }
        settle()
    }

    private func settle() {
        report()
        guard isShutDown, busy == 0, connecting == 0 else { return }
        for completion in whenShutDown { completion() }
        whenShutDown.removeAll()
    }
}
