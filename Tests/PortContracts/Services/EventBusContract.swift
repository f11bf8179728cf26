internal import CivilTime
public import ServicePorts

/// What every `EventBus` promises, dead letters included.
public struct EventBusContract: Sendable {
    /// The bus under test; its loops must be running.
    public let bus: any EventBus
    /// Shows the bus's dead letters.
    public let deadLetters: any DeadLetterReader
    /// The clock by which the bus lives.
    public let clock: any WallClock
    /// Prefix of every topic and group, so that runs can share a broker.
    public let namespace: String

    /// A suite over that bus.
    public init(
        bus: any EventBus, deadLetters: any DeadLetterReader, clock: any WallClock, namespace: String = "contract"
    ) {
        self.bus = bus
        self.deadLetters = deadLetters
        self.clock = clock
        self.namespace = namespace
    }

    /// Every promise.
    public static let cases: [ContractCase<EventBusContract>] =
        deliveryCases + orderCases + deadLetterCases + subscriptionCases
}

/// The payload of the events that the suite publishes.
struct ContractPayload: Codable, Sendable, Equatable {
    var number: Int
    var text: String
    var note: String?
}

extension EventBusContract {
    /// A retry policy quick enough to be waited for in real time.
    static func quickRetry(attempts: Int) -> DeliveryRetryPolicy {
        DeliveryRetryPolicy(maximumAttempts: attempts, firstPause: .milliseconds(5), longestPause: .milliseconds(20))
    }

    func topic(_ name: String) -> Topic<ContractPayload> {
        Topic("\(namespace).\(name)")
    }

    func options(
        _ group: String, start: SubscriptionOptions.Start = .earliest, attempts: Int = 1_000
    ) -> SubscriptionOptions {
        SubscriptionOptions(
            group: "\(namespace).\(group)", start: start, retry: EventBusContract.quickRetry(attempts: attempts))
    }

    func event(_ number: Int, key: String = "key") -> CloudEvent<ContractPayload> {
        CloudEvent(
            id: "\(namespace)-\(key)-\(number)", type: "com.example.contract.v1", source: "/contract",
            time: clock.now(),
            partitionKey: key, sequence: Int64(number), correlationID: "correlation-\(number)",
            data: ContractPayload(number: number, text: "event \(number) of \(key)"))
    }

    /// Subscribes a handler that answers success to everything, and gives the record of what it saw.
    func collect(
        _ topic: Topic<ContractPayload>, as options: SubscriptionOptions
    ) async throws -> (seen: Recorder<CloudEvent<ContractPayload>>, subscription: any EventSubscription) {
        let seen = Recorder<CloudEvent<ContractPayload>>()
        let subscription = try await bus.subscribe(to: topic, as: options) { delivery in
            seen.record(delivery.event)
            return .success
        }
        return (seen, subscription)
    }
}

extension Recorder where Element == CloudEvent<ContractPayload> {
    /// Numbers of the events seen, without repeats.
    var numbers: [Int] { elements.map(\.data.number).firstSights() }
}
