internal import CivilTime
internal import ServicePorts
internal import Synchronization

/// What the sidecars of one emulator share.
final class EmulatorCore: Sendable {
    let settings: EmulatorSettings
    let broker: Broker
    let states: StateTables
    let jobs: JobBoard
    let faults = EmulatorFaults()
    let journal: Journal?
    private let clock: any WallClock = SystemClock()
    private let random: any RandomSource = SystemRandomSource()
    private let members = Mutex<[Sidecar]>([])

    /// Restores what the journal holds; throws `EmulatorError`.
    init(_ settings: EmulatorSettings) throws(EmulatorError) {
        self.settings = settings
        guard let path = settings.journalPath else {
            journal = nil
            broker = Broker(partitionCount: settings.partitionCount, clock: clock, journal: nil)
            states = StateTables(clock: clock, journal: nil)
            jobs = JobBoard(clock: clock, journal: nil)
            return
        }
        let lock = try JournalLock(path)
        // What was gone before the restart is not written again.
        let memory = (
            Broker(partitionCount: settings.partitionCount, clock: clock, journal: nil),
            StateTables(clock: clock, journal: nil), JobBoard(clock: clock, journal: nil)
        )
        for record in try Journal.records(at: path) { EmulatorCore.restore(record, memory.0, memory.1, memory.2) }
        let living = memory.0.records + memory.1.records + memory.2.records
        let journal = try Journal(path: path, records: living, lock: lock)
        self.journal = journal
        broker = Broker(partitionCount: settings.partitionCount, clock: clock, journal: journal)
        states = StateTables(clock: clock, journal: journal)
        jobs = JobBoard(clock: clock, journal: journal)
        for record in living { EmulatorCore.restore(record, broker, states, jobs) }
    }

    private static func restore(_ record: JournalRecord, _ broker: Broker, _ states: StateTables, _ jobs: JobBoard) {
        switch record {
        case .event(let topic, let event): broker.restore(event, in: topic)
        case .commit(let key, let partition, let offset): broker.restore(key, partition: partition, offset: offset)
        case .state(let key, let row): states.restore(key, row)
        case .job(let key, let body, let at): jobs.restore(key, body: body, at: at)
        case .jobRan(let key, let progress): jobs.restore(key, progress)
        case .jobGone(let key): jobs.restore(key, nil)
        }
    }

    /// The present instant.
    var now: Timestamp { clock.now() }

    /// A new identifier.
    func identifier() -> String { random.identifier() }

    // MARK: Sidecars

    func add(_ sidecar: Sidecar) {
        members.withLock { $0.append(sidecar) }
    }

    func remove(_ sidecar: Sidecar) {
        members.withLock { $0.removeAll { $0 === sidecar } }
    }

    /// The sidecars that have not ended.
    var sidecars: [Sidecar] { members.withLock { $0 } }

    /// The sidecars of an application whose application takes calls.
    func replicas(of appID: String) -> [Sidecar] {
        members.withLock { sidecars in
            let named = sidecars.filter { $0.description.appID == appID }
            // `app.namespace` names the same application.
            let found = named.isEmpty ? sidecars.filter { appID.hasPrefix($0.description.appID + ".") } : named
            return found.filter { $0.status.takesCalls }
        }
    }
}
