/// How often a job's callback comes, for every implementation.
public struct SidecarJobCase: Sendable, CustomStringConvertible {
    /// What holds, in a sentence.
    public let description: String
    /// The job as it is scheduled.
    public let body: String
    /// Statuses of the callbacks in turn; the last one from then on.
    public let statuses: [Int]
    /// How many callbacks there must be before the scheduler lets go of the job.
    public let callbacks: Int

    private init(_ description: String, _ body: String, _ statuses: [Int], callbacks: Int) {
        self.description = description
        self.body = body
        self.statuses = statuses
        self.callbacks = callbacks
    }

    /// The status of a callback, counted from 0.
    public func status(ofCallback number: Int) -> Int {
        statuses[min(number, statuses.count - 1)]
    }

    /// All cases.
    public static let all: [SidecarJobCase] = [
        .init("a run that succeeds comes once", #"{"dueTime":"10ms"}"#, [200], callbacks: 1),
        .init("by itself a failing run is tried four times and lost", #"{"dueTime":"10ms"}"#, [500], callbacks: 4),
        .init("a run ends with its first success", #"{"dueTime":"10ms"}"#, [500, 200], callbacks: 2),
        .init("404 is done", #"{"dueTime":"10ms"}"#, [404], callbacks: 1),
        .init(
            "dropped, a failing run is tried once", #"{"dueTime":"10ms","failurePolicy":{"drop":{}}}"#, [500],
            callbacks: 1),
        .init(
            "with two retries a failing run is tried three times",
            #"{"dueTime":"10ms","failurePolicy":{"constant":{"interval":"50ms","maxRetries":2}}}"#, [500],
            callbacks: 3),
        .init("a job runs as often as it repeats", #"{"schedule":"@every 200ms","repeats":3}"#, [200], callbacks: 3),
    ]
}
