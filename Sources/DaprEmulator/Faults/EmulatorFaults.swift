internal import Synchronization

/// Failures that a test orders; each is used up by the operations that it strikes.
public final class EmulatorFaults: Sendable {
    /// What can strike a publish.
    public enum Publish: String, Sendable, CaseIterable {
        /// 500, and the broker has not got the event.
        case refused
        /// 500, although the broker has the event.
        case storedThenRefused
        /// No answer, and the broker has not got the event.
        case hangs
        /// No answer, although the broker has the event.
        case storedThenHangs
    }

    /// What can strike a delivery.
    public enum Delivery: String, Sendable, CaseIterable {
        /// The event comes again after it was handled.
        case again
        /// The event comes twice at the same time, to two replicas when there are two.
        case twiceAtOnce
    }

    /// What can strike a write of state.
    public enum State: String, Sendable, CaseIterable {
        /// 500, and nothing was written.
        case refused
        /// 500, although everything was written.
        case committedThenRefused
    }

    private struct Orders {
        var publishes: [(fault: Publish, topic: String?, count: Int)] = []
        var deliveries: [(fault: Delivery, topic: String?, count: Int)] = []
        var writes: [(fault: State, count: Int)] = []
        var isStateDown = false
        var hanging = 0
    }

    private let orders = Mutex(Orders())
    private let released = ChangeSignal()

    /// Strikes the next publishes, to one topic only when it is named.
    public func strikePublishes(_ fault: Publish, topic: String? = nil, count: Int = 1) {
        orders.withLock { $0.publishes.append((fault, topic, count)) }
    }

    /// Strikes the next deliveries, of one topic only when it is named.
    public func strikeDeliveries(_ fault: Delivery, topic: String? = nil, count: Int = 1) {
        orders.withLock { $0.deliveries.append((fault, topic, count)) }
    }

    /// Strikes the next writes of state.
    public func strikeWrites(_ fault: State, count: Int = 1) {
        orders.withLock { $0.writes.append((fault, count)) }
    }

    /// Answers 500 to every request for state while true.
    public var isStateDown: Bool {
        get { orders.withLock(\.isStateDown) }
        set { orders.withLock { $0.isStateDown = newValue } }
    }

    /// Ends all orders that are not used up, and answers what hangs.
    public func clear() {
        orders.withLock { orders in
            let hanging = orders.hanging
            orders = Orders()
            orders.hanging = hanging
        }
        released.notify()
    }

    /// Publishes that hang at present.
    public var hangingCount: Int { orders.withLock(\.hanging) }

    /// Returns once `clear` was called or the task is cancelled.
    func hang() async {
        let version = released.version
        orders.withLock { $0.hanging += 1 }
        await released.wait(after: version)
        orders.withLock { $0.hanging -= 1 }
    }

    func publishFault(_ topic: String) -> Publish? {
        orders.withLock { orders in
            guard let index = orders.publishes.firstIndex(where: { $0.topic == nil || $0.topic == topic }) else {
                return nil
            }
            defer {
                orders.publishes[index].count -= 1
                if orders.publishes[index].count <= 0 { orders.publishes.remove(at: index) }
            }
            return orders.publishes[index].fault
        }
    }

    func deliveryFault(_ topic: String) -> Delivery? {
        orders.withLock { orders in
            guard let index = orders.deliveries.firstIndex(where: { $0.topic == nil || $0.topic == topic }) else {
                return nil
            }
            defer {
                orders.deliveries[index].count -= 1
                if orders.deliveries[index].count <= 0 { orders.deliveries.remove(at: index) }
            }
            return orders.deliveries[index].fault
        }
    }

    func writeFault() -> State? {
        orders.withLock { orders in
            guard !orders.writes.isEmpty else { return nil }
            defer {
                orders.writes[0].count -= 1
                if orders.writes[0].count <= 0 { orders.writes.removeFirst() }
            }
            return orders.writes[0].fault
        }
    }
}
