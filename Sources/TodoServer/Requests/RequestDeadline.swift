internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Ends requests to the API that take too long: whatever answers them is cancelled, and `ProblemBoundary` tells the
/// caller which side was slow.
struct RequestDeadline<Base: HTTPResponder>: HTTPResponder where Base.Context == TodoRequestContext {
    let base: Base
    let limit: Duration

    func respond(to request: Request, context: TodoRequestContext) async throws -> Response {
        // A request that waits for changes waits as long as it asked for, which has a bound of its own.
        let path = request.uri.path
        guard path.hasPrefix("/api/"), !path.hasSuffix("/updates") else {
            return try await base.respond(to: request, context: context)
        }
        let progress = RequestProgress(limit: limit)
        let base = base
        let task = RequestProgress.$current.withValue(progress) {
            // A task of its own can be cancelled without the connection's.
            Task(executorPreference: EventLoopTaskExecutor(context.eventLoop)) {
                try await base.respond(to: request, context: context)
            }
        }
        // On the event loop, for a timer there leaves nothing behind when it is not needed.
        let timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            progress.expire()
            task.cancel()
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

extension Problem {
    /// The refusal of a request whose time is over; nil while it is not.
    init?(_ progress: RequestProgress?) {
        guard let progress, let stage = progress.expiredAt else { return nil }
        let seconds = progress.limit.wholeMilliseconds / 1_000
        switch stage {
        case .reading:
            self.init(
                .requestTimeout, "the body did not come within \(seconds) seconds", headers: [.connection: "close"])
        case .answering:
            self.init(
                .deadlineExceeded,
                "there is no answer after \(seconds) seconds; it is not known whether this was done,"
                    + " so repeat it with the same Idempotency-Key",
                headers: [.retryAfter: "5"])
        }
    }
}
