internal import CivilTime
internal import ServicePorts

/// The body of a request that schedules a job.
struct JobBody: Encodable {
    struct FailurePolicy: Encodable {
        struct Constant: Encodable {
            var interval: String
        }

        var constant: Constant
    }

    var dueTime: String
    var schedule: String?
    var overwrite = true
    var data: JobEnvelope
    var failurePolicy: FailurePolicy

    /// Without a policy of its own the scheduler gives a run up after three retries, which would lose a one-shot job
    /// for ever; a constant one without `maxRetries` never does.
    init(_ job: Job, retryInterval: Duration) {
        dueTime = job.dueAt.rfc3339
        schedule = job.period.map { "@every \(GoDuration.text($0))" }
        data = JobEnvelope(job)
        failurePolicy = FailurePolicy(constant: .init(interval: GoDuration.text(retryInterval)))
    }
}
