internal import CivilTime
internal import SidecarRules

/// Which job of which application.
struct JobKey: Hashable, Sendable {
    let appID: String
    let name: String
}

/// How far a job is.
struct ScheduleProgress: Sendable, Equatable {
    /// The instant for which the next run is due.
    var nextAt: Timestamp
    /// Runs that are over, failed ones counted.
    var runs = 0
    /// Failed attempts of the present run.
    var failures = 0
}

/// A job that the scheduler holds.
struct ScheduleEntry: Sendable {
    let key: JobKey
    let job: SidecarJob
    /// The body of the request that scheduled it.
    let body: [UInt8]
    let scheduledAt: Timestamp
    /// Tells it from an earlier job of the same name.
    let number: Int
    var progress: ScheduleProgress
    var isRunning = false

    /// When the next attempt is due.
    var attemptAt: Timestamp {
        guard progress.failures > 0 else { return progress.nextAt }
        return job.failurePolicy.nextAttempt(after: progress.failures, dueAt: progress.nextAt) ?? progress.nextAt
    }

    /// The run is over; false when the job is over with it.
    mutating func finishRun() -> Bool {
        progress.runs += 1
        progress.failures = 0
        if let repeats = job.repeats, progress.runs >= repeats { return false }
        guard let next = job.nextRun(after: progress.nextAt) else { return false }
        if let end = job.expiresAt, next > end { return false }
        progress.nextAt = next
        return true
    }

    /// The attempt failed; false when the job is over with it.
    mutating func fail() -> Bool {
        progress.failures += 1
        if job.failurePolicy.nextAttempt(after: progress.failures, dueAt: progress.nextAt) != nil { return true }
        return finishRun()
    }
}
