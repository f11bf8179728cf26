internal import Logging
internal import Metrics
internal import ServicePorts
internal import TodoDomain
public import TodoPorts

// Updates on their way to those who listen.
extension RealtimeService {
    func handle(_ deliveries: [Delivery<TaskUpdate>]) -> [Acknowledgement] {
        deliveries.map { handle($0) }
    }

    func handle(_ delivery: Delivery<TaskUpdate>) -> Acknowledgement {
        let event = delivery.event
        let userID = event.data.userID
        guard event.partitionKey == userID.rawValue else {
            return .drop(reason: "the update names two users: its key is another's")
        }
        guard event.data.isOfOneUser else {
            return .drop(reason: "the update names two users: a task in it is another's")
        }
        if isOfThisHistory(event.data.epoch, of: userID) { fanOut(event.sequence, to: userID) { frame(event) } }
        return .success
    }

    /// Brings updates that came in this order to those who listen, as they are.
    public func pass(_ updates: [PassedUpdate]) {
        for update in updates where isOfThisHistory(update.epoch, of: update.userID) {
            fanOut(update.sequence, to: update.userID) {
                RealtimeFrame(update, at: StreamPosition(epoch: epoch ?? "", sequence: update.sequence))
            }
        }
    }

    /// Looks what an update is to each who listens, and sends it to those for whom it is the next one.
    private func fanOut(_ sequence: Int64, to userID: UserID, _ make: () -> RealtimeFrame) {
        // Looked for once: most users have nobody here, and most of the others nobody who stands apart.
        guard let place = audiences.index(forKey: userID) else { return }
        guard audiences.values[place].hasNewcomers else { return fanOut(sequence, toRoomAt: place, of: userID, make) }
        let audience = audiences.values[place]
        var frame: RealtimeFrame?
        let listeners = audience.apart.map { Listener.connection($0) }
        for listener in (audience.settled.isEmpty ? [] : [.room(userID)]) + listeners {
            guard var progress = progress(of: listener) else { continue }
            let step = progress.update(sequence)
            setProgress(progress, of: listener)
            switch step {
            case .send:
                let shared = frame ?? make()
                frame = shared
                _ = send(shared, to: listener)
            // Not here: whoever is behind must keep nobody waiting who is not.
            case .lookBack: noteBehind(listener)
            case .skip: break
            }
        }
        if !listeners.isEmpty { audiences[userID]?.settle() }
    }

    private func fanOut(
        _ sequence: Int64, toRoomAt place: Dictionary<UserID, Audience>.Index, of userID: UserID,
        _ make: () -> RealtimeFrame
    ) {
        switch audiences.values[place].settledProgress.update(sequence) {
        case .send:
            deliveries.increment(by: audiences.values[place].settled.count)
            for id in audiences.values[place].room.send(make()) { disconnect(id) }
        case .lookBack: noteBehind(.room(userID))
        case .skip: break
        }
    }

    func frame(_ event: CloudEvent<TaskUpdate>) -> RealtimeFrame {
        logger.debug(
            "update fanned out",
            metadata: ["correlation_id": "\(event.correlationID)", "sequence": "\(event.sequence)"])
        let position = StreamPosition(epoch: epoch ?? "", sequence: event.sequence)
        // The position names the history; an update that is read from the store does not repeat it, so none does.
        var update = event.data
        update.epoch = nil
        return RealtimeFrame(ServerMessage(update, at: position))
    }

    /// Says the messages; the listener goes on from the position of the last one.
    func begin(_ listener: Listener, with messages: [ServerMessage]) {
        for message in messages {
            guard var progress = progress(of: listener) else { return }
            progress.skipAhead(to: message.position?.sequence ?? progress.sentThrough)
            setProgress(progress, of: listener)
            guard send(RealtimeFrame(message), to: listener) else { return }
        }
    }

    /// Sends; false when nobody is there any more.
    func send(_ frame: RealtimeFrame, to listener: Listener) -> Bool {
        guard let userID = user(of: listener), let audience = audiences[userID] else { return false }
        switch listener {
        case .room:
            deliveries.increment(by: audience.settled.count)
            for id in audience.room.send(frame) { disconnect(id) }
            return user(of: listener) != nil
        case .connection(let id):
            guard audience.newcomer(id)?.connection.take(frame) == true else {
                disconnect(id)
                return false
            }
            deliveries.increment()
            return true
        }
    }

    func close(_ listener: Listener, _ code: CloseCode, reason: String) {
        guard let userID = user(of: listener), let audience = audiences[userID] else { return }
        let leaving =
            switch listener {
            case .room: audience.settled.values.sorted { $0.id < $1.id }
            case .connection(let id): [audience.newcomer(id)?.connection].compactMap(\.self)
            }
        for connection in leaving {
            // Out of the room first, so that what was sent through it comes before the goodbye.
            disconnect(connection.id)
            connection.close(code, reason: reason)
        }
    }

    /// How far a listener is; nil when it is gone, or no longer stands apart.
    func progress(of listener: Listener) -> ConnectionProgress? {
        guard let audience = user(of: listener).flatMap({ audiences[$0] }) else { return nil }
        return switch listener {
        case .room: audience.settledProgress
        case .connection(let id): audience.newcomer(id)?.progress
        }
    }

    func setProgress(_ progress: ConnectionProgress, of listener: Listener) {
        guard let userID = user(of: listener) else { return }
        switch listener {
        case .room: audiences[userID]?.settledProgress = progress
        case .connection(let id): audiences[userID]?.setProgress(progress, of: id)
        }
    }
}
