internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

// Missed updates, read from the task service.
extension RealtimeService {
    /// Reads for whoever missed an update, until cancelled; throws `CancellationError`.
    ///
    /// Looks now and then whether somebody missed one who cannot know of it.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in try await lookAround(every: settings.lookAround) }
            group.addTask { [self] in
                while !Task.isCancelled {
                    await catchUp()
                    await isSomebodyBehind.wait()
                }
            }
            if let pause = settings.presencePause {
                group.addTask { [self] in try await tellOfPresence(every: pause) }
            }
            try await group.waitForAll()
        }
    }

    /// Reads for all who are known to be behind, several at a time.
    func catchUp() async {
        await withTaskGroup(of: Void.self) { group in
            var reading = 0
            while !behind.isEmpty {
                let listeners = behind
                behind = []
                for listener in listeners {
                    if reading == settings.mostReaders { await group.next() } else { reading += 1 }
                    group.addTask { [self] in await lookBack(listener) }
                }
            }
        }
    }

    func noteBehind(_ listener: Listener) {
        behind.append(listener)
        isSomebodyBehind.raise()
    }

    /// Asks for everybody's head after each interval.
    ///
    /// The last update of a user shows no gap when it is missed, as nothing comes after it; a subscription that began
    /// anew at the newest event may have left it out.
    private func lookAround(every interval: Duration) async throws {
        while true {
            try await clock.sleep(for: interval)
            for userID in audiences.keys.sorted() { await lookAround(userID) }
        }
    }

    func lookAround(_ userID: UserID) async {
        guard let before = progress(of: .room(userID)), !before.isLookingBack else { return }
        let request = UpdatesSince(userID: userID, sequence: before.sentThrough, limit: 1)
        // Whoever cannot answer now is asked the next time.
        guard
            let answer = try? await invoker.invoke(BackendMethods.updatesSince, request, timeout: settings.timeout),
            accept(answer, for: .room(userID)) != nil,
            var progress = progress(of: .room(userID)), !progress.isLookingBack,
            answer.page.head > progress.sentThrough
        else { return }
        progress.beginLookBack()
        setProgress(progress, of: .room(userID))
        noteBehind(.room(userID))
    }

    /// Reads and sends what the listener missed until nothing is missing.
    func lookBack(_ listener: Listener) async {
        var idleRounds = 0
        while let before = progress(of: listener), before.isLookingBack {
            guard let answer = await updates(for: listener, after: before.sentThrough, limit: settings.pageSize) else {
                return
            }
            replay(answer, to: listener)
            guard let after = progress(of: listener), after.isLookingBack else { return }
            idleRounds = after.sentThrough == before.sentThrough ? idleRounds + 1 : 0
            guard idleRounds > 0 else { continue }
            // More was announced than can be read; asking again at once, for ever, would help nobody.
            guard idleRounds < settings.mostAttempts else {
                return close(listener, .insufficientState, reason: "changes cannot be read now; reconnect")
            }
            try? await clock.sleep(for: settings.pauses.pause(afterAttempt: idleRounds))
        }
    }

    func replay(_ answer: UpdatesSinceAnswer, to listener: Listener) {
        guard !answer.page.hasGap else {
            return begin(
                listener, with: [.mustRefetch(StreamPosition(epoch: answer.epoch, sequence: answer.page.head))])
        }
        for event in answer.page.updates {
            guard var progress = progress(of: listener) else { return }
            guard progress.replayed(event.sequence) else { continue }
            setProgress(progress, of: listener)
            guard send(frame(event), to: listener) else { return }
        }
        finishLookBack(listener, head: answer.page.head)
    }

    func finishLookBack(_ listener: Listener, head: Int64) {
        guard let userID = user(of: listener), var progress = progress(of: listener), progress.isLookingBack,
            progress.endLookBack(head: head)
        else { return }
        setProgress(progress, of: listener)
        let position = StreamPosition(epoch: epoch ?? "", sequence: progress.sentThrough)
        _ = send(RealtimeFrame(.caughtUp(position)), to: listener)
        switch listener {
        case .connection(let id): audiences[userID]?.settle(id)
        case .room: audiences[userID]?.settle()
        }
    }

    /// Asks the task service, again after a pause if need be; closes the listener and answers nil when none answers.
    func updates(for listener: Listener, after sequence: Int64?, limit: Int) async -> UpdatesSinceAnswer? {
        for attempt in 1...settings.mostAttempts {
            guard let userID = user(of: listener) else { return nil }
            let request = UpdatesSince(userID: userID, sequence: sequence, limit: limit)
            if let answer = try? await invoker.invoke(BackendMethods.updatesSince, request, timeout: settings.timeout) {
                return accept(answer, for: listener)
            }
            try? await clock.sleep(for: settings.pauses.pause(afterAttempt: attempt))
        }
        close(listener, .insufficientState, reason: "changes cannot be read now; reconnect")
        return nil
    }

    /// False for an update of another history than the connections are in.
    ///
    /// It may be of an older one, so the task service is asked, whose answer ends the connections if need be.
    func isOfThisHistory(_ told: String?, of userID: UserID) -> Bool {
        guard let told, let epoch, told != epoch, let audience = audiences[userID] else { return true }
        for listener in [.room(userID)] + audience.apart.map(Listener.connection) {
            guard var progress = progress(of: listener), !progress.isLookingBack else { continue }
            progress.beginLookBack()
            setProgress(progress, of: listener)
            noteBehind(listener)
        }
        return false
    }

    /// Passes the answer on unless it is of another history: then nobody's position counts any more.
    private func accept(_ answer: UpdatesSinceAnswer, for listener: Listener) -> UpdatesSinceAnswer? {
        if let epoch, epoch != answer.epoch {
            closeAll(.insufficientState, reason: "the history was replaced; reconnect")
        }
        epoch = answer.epoch
        return user(of: listener) == nil ? nil : answer
    }
}
