internal import KafkaAdapters
internal import ServicePorts

/// Brings records to a service one after the other; one that is to be tried again holds back the later ones of its key.
struct EventReplay {
    /// How many events came to what.
    struct Summary: Encodable, Equatable {
        /// Events in the range that were asked for.
        var events = 0
        var succeeded = 0
        var retry = 0
        var dropped = 0
        var held = 0
    }

    /// Who keeps an order among themselves.
    private enum Lane: Hashable {
        case key(String)
        /// Records without a key come in the order of their partition.
        case partition(Int32)
    }

    /// Nil sends nothing.
    private let service: ReplayedService?
    private var selection: ReplaySelection
    private var stopped: Set<Lane> = []
    private var seen = 0
    private(set) var summary = Summary()

    init(service: ReplayedService?, selection: ReplaySelection) {
        self.service = service
        self.selection = selection
    }

    /// True when nothing that comes later can be of those asked for.
    var isDone: Bool { selection.isExhausted }

    /// Sends a record if it is asked for, and answers its line; throws `ProgramFault` when it is no use to go on.
    mutating func take(_ record: KafkaRecord) async throws(ProgramFault) -> ReplayLine? {
        seen += 1
        let event = ReplayedEvent(record)
        guard selection.takes(event) else { return nil }
        guard let service else {
            summary.events += 1
            return ReplayLine(event, .planned)
        }
        let lane = event.key.map { Lane.key($0) } ?? .partition(event.partition)
        let result = stopped.contains(lane) ? ReplayLine.Result.held : try await service.deliver(event)
        summary.events += 1
        switch result {
        case .success: summary.succeeded += 1
        case .retry:
            summary.retry += 1
            stopped.insert(lane)
        case .drop: summary.dropped += 1
        case .held: summary.held += 1
        case .planned: break
        }
        return ReplayLine(event, result)
    }

    /// What is wrong with what was done; nil when every event was handled.
    func fault(topic: String) -> ProgramFault? {
        if let missing = selection.missing.min() {
            return ProgramFault("there is no event '\(missing)' among the \(seen) of '\(topic)' in that range")
        }
        guard summary.events > 0 else {
            let others = seen == 0 ? "" : "; the \(seen) in it are of other users"
            return ProgramFault("there is no event of '\(topic)' to replay in that range\(others)")
        }
        let unhandled = summary.retry + summary.dropped + summary.held
        guard unhandled > 0 else { return nil }
        return ProgramFault(
            "\(unhandled) of \(summary.events) events were not handled; replay them again once the cause is mended:"
                + " what was handled has no second effect")
    }
}
