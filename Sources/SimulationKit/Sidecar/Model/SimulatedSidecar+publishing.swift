internal import CivilTime
internal import ServicePorts
internal import SidecarRules

extension SimulatedSidecar {
    /// Stores an event; a 500 leaves open whether the broker has it.
    func publish(_ request: SidecarRequest) async throws -> SidecarResponse {
        try await store(try SidecarPublish(request, in: context))
        return .noContent
    }

    /// Stores events one by one; what becomes of one is not what becomes of another.
    func publishMany(_ request: SidecarRequest) async throws -> SidecarResponse {
        let bulk = try SidecarBulkPublish(request, in: context)
        var failures: [(entryID: String, error: SidecarError)] = []
        for entry in bulk.entries {
            do {
                try await store(entry.event)
            } catch let error as SidecarError {
                failures.append((entry.entryID, error))
            }
        }
        return bulk.answer(failures)
    }

    private var context: SidecarPublish.Context {
        SidecarPublish.Context(
            appID: settings.appID, now: simulation.now,
            hasComponent: { [settings] in settings.component($0) != nil }, makeID: { [random] in random.identifier() })
    }

    private func store(_ event: SidecarPublish) async throws {
        let record = record(of: event)
        let errors = CallErrors(
            unavailable: { SidecarPublish.failed(event.topic, $0) },
            ambiguous: { SidecarPublish.failed(event.topic, $0) })
        try await environment.call("publish", of: .bus, failing: .publishFailures, errors: errors) {
            append(record, to: event.topic)
            backends.bus.publishWitness?.sawPublish(encoded: event.bytes, on: event.topic)
        }
    }

    private func record(of event: SidecarPublish) -> EventRecord {
        SidecarRecord(event, partitionKey: event.partitionKey ?? random.identifier())
    }

    /// The producer tries again by itself, and so may store an event twice.
    private func append(_ record: EventRecord, to topic: String) {
        let log = backends.bus.log(named: topic)
        let copies = simulation.faults.strikes(.duplicatePublishes, at: environment) ? 2 : 1
        for _ in 0..<copies {
            simulation.traceEvent("publish", environment, "\(topic) \(record.id) key \(record.partitionKey)")
            log.append(record, simulation: simulation)
        }
    }
}
