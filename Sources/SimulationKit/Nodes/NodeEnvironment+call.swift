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
        _ name: StaticString, of part: SimulatedPart, failing family: FaultFamily, errors: CallErrors,
        _ body: () throws -> Output
    ) async throws -> Output {
        simulation.counters.calls += 1
        let fate = drawFate(family)
        try await travelOut(to: part)
        guard !simulation.faults.cuts(.requests, self, part) else {
            try await waitInVain()
            throw errors.unavailable("\(part.name) did not answer \(name)")
        }
        if fate == .unavailable { throw errors.unavailable("\(part.name) refused \(name)") }
        if fate == .lostRequest {
            try await waitInVain()
            throw errors.ambiguous("no answer from \(part.name) to \(name)")
        }
        let result = Result(catching: body)
        guard fate != .lostReply, !simulation.faults.cuts(.replies, self, part) else {
            try await waitInVain()
            throw errors.ambiguous("no answer from \(part.name) to \(name)")
        }
        try await travelBack()
        return try result.get()
    }

    private enum Fate {
        case carriedOut, unavailable, lostRequest, lostReply
    }

    private func drawFate(_ family: FaultFamily) -> Fate {
        guard simulation.faults.strikes(family, at: self) else { return .carriedOut }
        switch simulation.faults.number(in: 0...3, family) {
        case 0: return .lostRequest
        case 1: return .lostReply
        default: return .unavailable
        }
    }

    /// The way of a request; throws `NodeCrashed` unless it arrives.
    func travelOut(to part: SimulatedPart) async throws {
        try await requireAlive()
        let token = simulation.openWait(
            "a request to arrive", in: self, after: simulation.faults.travelTime(), isRequest: true)
        let reason = await simulation.suspend(token)
        guard reason == .due, isAlive || requestsOutliveCrash else { throw crashed }
    }

    /// The way of a reply; throws `NodeCrashed` when its receiver is dead.
    func travelBack() async throws {
        try await pass(simulation.faults.travelTime(), "a reply to arrive")
    }

    /// What a caller waits for an answer that does not come, 0.5 to 5 seconds.
    private func waitInVain() async throws {
        try await pass(simulation.faults.number(in: 500_000...5_000_000, .callFailures), "an answer that will not come")
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
