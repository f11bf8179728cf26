internal import ServicePorts

/// One subscription's membership in its group.
final class BusMember: EventSubscription, @unchecked Sendable {
    let environment: NodeEnvironment
    let retry: DeliveryRetryPolicy
    /// Decodes a record and hands it to the subscriber's handler.
    let handle: @Sendable (EventRecord, Int) async -> Acknowledgement
    private let group: ConsumerGroup
    private(set) var isSubscribed = true
    /// True when a crash takes back what was acknowledged since the last full second.
    var commitsEachSecond = false
    private var runningHandlers = 0
    private var idleWaits: [WaitToken] = []
    private var endAction: Int?

    init(
        environment: NodeEnvironment, group: ConsumerGroup, retry: DeliveryRetryPolicy,
        handle: @escaping @Sendable (EventRecord, Int) async -> Acknowledgement
    ) {
        self.environment = environment
        self.group = group
        self.retry = retry
        self.handle = handle
    }

    func join() {
        group.join(self)
        endAction = environment.addEndAction { [self] in leave(hasCrashed: true) }
    }

    func leave(hasCrashed: Bool) {
        guard isSubscribed else { return }
        isSubscribed = false
        if let endAction { environment.removeEndAction(endAction) }
        group.leave(self, hasCrashed: hasCrashed)
    }

    func handlerBegins() {
        runningHandlers += 1
    }

    func handlerEnds() {
        runningHandlers -= 1
        guard runningHandlers == 0, !idleWaits.isEmpty else { return }
        let woken = idleWaits
        idleWaits = []
        for token in woken { environment.simulation.wake(token, .due) }
    }

    /// Stops deliveries; returns when no handler of it is running any more.
    func cancel() async {
        leave(hasCrashed: false)
        while runningHandlers > 0, environment.isAlive {
            let token = environment.simulation.openWait("handlers to end", in: environment)
            idleWaits.append(token)
            _ = await environment.simulation.suspend(token)
        }
        await environment.simulation.schedulingPoint()
    }
}
