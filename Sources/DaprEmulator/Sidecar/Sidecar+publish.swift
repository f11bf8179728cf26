internal import SidecarRules

extension Sidecar {
    func publishContext(_ component: String) -> SidecarPublish.Context {
        var context = SidecarPublish.Context(
            appID: description.appID, now: core.now, hasComponent: { self.pubSub($0) != nil },
            makeID: { self.core.identifier() })
        context.bodyLimit = core.settings.bodyLimit
        context.mayPublish = { topic in
            self.pubSub(component)?.scopes.mayPublish(self.description.appID, to: topic) ?? true
        }
        return context
    }

    /// Stores one event; it is on disk before the answer.
    func publish(_ request: SidecarRequest) async throws(SidecarError) -> SidecarResponse {
        let event = try SidecarPublish(request, in: publishContext(request.segments[2]))
        try await store(event)
        return .noContent
    }

    /// Stores an event, or does what a test ordered instead.
    func store(_ event: SidecarPublish) async throws(SidecarError) {
        let partition = try event.partition(of: core.settings.partitionCount)
        let fault = core.faults.publishFault(event.topic)
        if fault == nil || fault == .storedThenRefused || fault == .storedThenHangs {
            core.broker.append(
                to: event.topic, key: event.partitionKey, bytes: event.bytes, headers: event.recordHeaders,
                partition: partition)
            await core.journal?.flush()
        }
        switch fault {
        case nil: return
        case .hangs, .storedThenHangs: await core.faults.hang()
        case .refused, .storedThenRefused: break
        }
        throw SidecarPublish.failed(event.topic, "kafka: client has run out of available brokers to talk to")
    }

    /// Stores several events, each for itself.
    func publishMany(_ request: SidecarRequest) async throws(SidecarError) -> SidecarResponse {
        let bulk = try SidecarBulkPublish(request, in: publishContext(request.segments[3]))
        var failures: [(entryID: String, error: SidecarError)] = []
        for entry in bulk.entries {
            do throws(SidecarError) {
                try await store(entry.event)
            } catch {
                failures.append((entry.entryID, error))
            }
        }
        return bulk.answer(failures)
    }
}
