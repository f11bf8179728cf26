internal import ServicePorts

/// What the sidecar may call.
struct CallbackRoutes {
    /// Handlers by decoded path.
    var handlers: [String: DaprCallbacks.Handler] = [:]
    /// Handlers of jobs by the beginning of the job's name.
    var jobs: [String: DaprCallbacks.JobHandler] = [:]
    private(set) var subscriptions: [DaprSubscription] = []
    private var isAsked = false

    static let unauthorized = DaprResponse(
        401, headers: ["content-type": "text/plain"], body: Array("invalid dapr-api-token".utf8))

    mutating func add(
        _ subscription: DaprSubscription, _ handler: @escaping DaprCallbacks.Handler
    ) throws(EventBusError) {
        let what = "topic '\(subscription.topic)' of pub/sub component '\(subscription.component)'"
        guard !isAsked else {
            throw EventBusError(
                .unavailable,
                "the sidecar has already asked for subscriptions and asks only once: subscribe to \(what) before the"
                    + " application listens")
        }
        let isTaken = subscriptions.contains {
            $0.component == subscription.component && $0.topic == subscription.topic
        }
        guard !isTaken else {
            throw EventBusError(
                .invalid,
                "there is a subscription to \(what) already: every consumer group needs a component of its own")
        }
        subscriptions.append(subscription)
        handlers[DaprPath.decode(subscription.path)] = handler
    }

    /// What the sidecar is told; from now on nothing can be added.
    mutating func askedSubscriptions() -> [SubscriptionEntry] {
        isAsked = true
        return subscriptions.map(SubscriptionEntry.init)
    }

    func jobHandler(for name: String) -> DaprCallbacks.JobHandler? {
        jobs.filter { name.hasPrefix($0.key) }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }

    /// The job's name in the path of a callback; nil for other paths.
    static func jobName(in path: String) -> String? {
        guard path.hasPrefix("/job/") else { return nil }
        let rest = path.dropFirst(5)
        return rest.isEmpty || rest.utf8.contains(0x2F) ? nil : JobName.decode(DaprPath.decode(String(rest)))
    }
}
