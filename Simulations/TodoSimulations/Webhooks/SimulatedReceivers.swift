internal import CivilTime
internal import SimulationKit
internal import TodoPorts

/// The world outside that takes webhooks: receivers that are slow, fail, are away, or take without answering.
final class SimulatedReceivers: @unchecked Sendable {
    // Confined to the simulation's thread.
    private let simulation: Simulation
    private let random: SimulationRandom
    /// False once the faults have ended.
    var isTroubled: Bool
    private var absences: [String: Absence] = [:]

    private struct Absence {
        var isAway: Bool
        var until: Timestamp
    }

    /// What becomes of one attempt.
    struct Fate {
        var wayThere: Duration
        var wayBack: Duration
        /// True when the receiver takes the message, whatever is answered.
        var isTaken: Bool
        var answer: WebhookAnswer
    }

    init(_ simulation: Simulation, isTroubled: Bool) {
        self.simulation = simulation
        self.isTroubled = isTroubled
        random = simulation.unsharedRandom(StreamName("webhooks"))
    }

    func fate(at url: String) -> Fate {
        var fate = Fate(
            wayThere: .milliseconds(random.number(in: 5...400)), wayBack: .milliseconds(random.number(in: 5...400)),
            isTaken: true, answer: .answered(status: 204))
        guard isTroubled else { return fate }
        let roll = random.below(100)
        switch roll {
        case _ where isAway(url):
            fate.isTaken = false
            fate.answer = .failed("no connection")
        case 0..<10: fate.answer = .answered(status: 500)
        case 10..<15:
            fate.isTaken = false
            fate.answer = .answered(status: 302)
        case 15..<25:
            fate.wayBack = .seconds(10)
            fate.answer = .failed("no answer in time")
        case 25..<30: fate.wayThere = .seconds(9)
        default: break
        }
        return fate
    }

    /// Each receiver is there for some hours and away for some minutes, in turn.
    private func isAway(_ url: String) -> Bool {
        var absence = absences[url] ?? Absence(isAway: true, until: .epoch)
        while absence.until <= simulation.now {
            absence.isAway.toggle()
            let mean: Int64 = absence.isAway ? 40 * 60_000 : 180 * 60_000
            let begin = absence.until == .epoch ? simulation.now : absence.until
            absence.until = begin.adding(milliseconds: 1 + random.exponential(mean: mean))
        }
        absences[url] = absence
        return absence.isAway
    }
}

/// The way from one node to the receivers.
struct SimulatedWebhookSender: WebhookSender {
    let environment: NodeEnvironment
    let system: TodoSystem

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        let fate = system.receivers.fate(at: message.url)
        do {
            try await environment.clock.sleep(for: fate.wayThere)
            if fate.isTaken { system.saw(.webhookTaken(message)) }
            try await environment.clock.sleep(for: fate.wayBack)
        } catch {
            return .failed("the process ended")
        }
        return fate.answer
    }
}
