extension NodeEnvironment {
    /// Models one call of a durable part: the request travels, the body happens at one instant, the reply travels.
    ///
    /// Throws what the body throws, an error of `errors` when a fault strikes, or `NodeCrashed` in a dead life; it
    /// has no effect after the crash, except when the profile lets requests outlive their sender.
    public func call<Output>(
        _ name: StaticString, of part: SimulatedPart = .database, errors: CallErrors, _ body: () throws -> Output
    ) async throws -> Output {
        try await call(name, of: part, failing: .callFailures, errors: errors, body)
    }

    func call<Output>(
        _ name: StaticString, of part: SimulatedPart, failing faults: CallFaults, errors: CallErrors,
        _ body: () throws -> Output
    ) async throws -> Output {
        simulation.counters.calls += 1
        let fate = drawFate(faults)
        if part.isBehindSidecar, isSidecarStarting {
            try await requireSidecar(orThrow: errors.unavailable("the sidecar is not ready for \(name)"))
        }
        try await travelOut(to: part)
        guard !simulation.faults.cuts(.requests, self, part) else {
            try await waitInVain(.outages)
            throw errors.unavailable("\(part.name) did not answer \(name)")
        }
        if fate == .refused { throw errors.unavailable("\(part.name) refused \(name)") }
        if fate == .lostRequest {
            try await waitInVain(faults.ambiguity)
            throw errors.ambiguous("no answer from \(part.name) to \(name)")
        }
        let result = Result(catching: body)
        let isCut = simulation.faults.cuts(.replies, self, part)
        guard fate != .lostReply, !isCut else {
            try await waitInVain(isCut ? .outages : faults.ambiguity)
            throw errors.ambiguous("no answer from \(part.name) to \(name)")
        }
        try await travelBack(from: part)
        return try result.get()
    }

    private enum Fate {
        case carriedOut, refused, lostRequest, lostReply
    }

    /// Draws from both families whatever the first one says, so that neither moves the other.
    private func drawFate(_ faults: CallFaults) -> Fate {
        let isRefused = simulation.faults.strikes(faults.refusal, at: self)
        let isAmbiguous = simulation.faults.strikes(faults.ambiguity, at: self)
        guard isAmbiguous else { return isRefused ? .refused : .carriedOut }
        return simulation.faults.number(in: 0...1, faults.ambiguity) == 0 ? .lostRequest : .lostReply
    }

    /// True while the node's sidecar refuses every call.
    var isSidecarStarting: Bool { node?.isSidecarStarting ?? false }

    /// Throws `error` after a short way while the sidecar is not ready, or `NodeCrashed`.
    func requireSidecar(orThrow error: some Error) async throws {
        guard isSidecarStarting else { return }
        try await requireAlive()
        try await pass(1_000, "the sidecar's refusal")
        throw error
    }

    /// The way of a request; throws `NodeCrashed` unless it arrives.
    func travelOut(to part: SimulatedPart) async throws {
        try await requireAlive()
        let token = simulation.openWait(
            "a request to arrive", in: self, after: simulation.faults.travelTime(self, part), isRequest: true)
        let reason = await simulation.suspend(token)
        guard reason == .due, isAlive || requestsOutliveCrash else { throw crashed }
    }

    /// The way of a reply; throws `NodeCrashed` when its receiver is dead.
    func travelBack(from part: SimulatedPart) async throws {
        try await pass(simulation.faults.travelTime(self, part), "a reply to arrive")
    }

    /// What a caller waits for an answer that does not come, 0.5 to 5 seconds.
    private func waitInVain(_ family: FaultFamily) async throws {
        try await pass(simulation.faults.number(in: 500_000...5_000_000, family), "an answer that will not come")
    }

    /// Waits on virtual time, deaf to cancellation; throws `NodeCrashed` when this life ends first.
    func pass(_ microseconds: Int64, _ purpose: StaticString) async throws {
        guard isAlive else { throw crashed }
        let reason = await simulation.suspend(simulation.openWait(purpose, in: self, after: microseconds))
        guard reason == .due, isAlive else { throw crashed }
    }

    var crashed: NodeCrashed {
        NodeCrashed(node: node?.name ?? "outside", incarnation: incarnation)
    }
}
