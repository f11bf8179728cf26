public import CivilTime
internal import SidecarRules

/// A job as the scheduler holds it.
public struct PendingJob: Sendable, Equatable {
    /// Application that scheduled it.
    public let appID: String
    /// Its name.
    public let name: String
    /// The instant for which its next run is due.
    public let dueAt: Timestamp
    /// Runs that are over, failed ones counted.
    public let runs: Int
    /// What its callback's body is.
    public let data: [UInt8]
}

extension DaprEmulator {
    /// Names of the topics that hold events.
    public var topics: [String] { core.broker.topics }

    /// The sidecars that have not ended.
    public var sidecars: [SidecarEndpoint] { core.sidecars.map(SidecarEndpoint.init) }

    /// Everything that was ever stored on a topic, partition after partition.
    public func events(on topic: String) -> [StoredEvent] {
        core.broker.events(on: topic)
    }

    /// The next offset of each partition for a consumer group; nil where it has none yet.
    public func positions(of group: String, on topic: String) -> [Int?] {
        core.broker.positions(of: GroupKey(group: group, topic: topic))
    }

    /// The jobs that are scheduled, in the order in which they were.
    public var pendingJobs: [PendingJob] {
        core.jobs.entries.map { entry in
            PendingJob(
                appID: entry.key.appID, name: entry.key.name, dueAt: entry.progress.nextAt, runs: entry.progress.runs,
                data: entry.job.data)
        }
    }

    /// Stores an event on a topic as another program would, past every sidecar.
    public func inject(_ bytes: [UInt8], on topic: String, key: String? = nil, headers: [String: String] = [:]) {
        core.broker.append(to: topic, key: key, bytes: bytes, headers: headers)
    }

    /// Gives every consumer group of a topic again what was settled within the last second.
    public func redeliverLastSecond(of topic: String) {
        core.broker.redeliverLastSecond(of: topic)
    }

    /// While true no job runs, and requests for jobs wait and then fail; afterwards all missed runs come at once.
    public var isSchedulerDown: Bool {
        get { core.jobs.isDown }
        set { core.jobs.setDown(newValue) }
    }

    /// The next triggers come twice, one after the other.
    public func duplicateTriggers(_ count: Int) {
        core.jobs.duplicateTriggers(count)
    }
}
