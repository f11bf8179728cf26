import Foundation
import KafkaAdapters
import KafkaTestSupport
import PortContracts
import ServicePorts
import Testing

@Suite("Kafka keeps the contract of the event bus", .timeLimit(.minutes(5)))
struct ContractTests {
    /// Real brokers when `KAFKA_BOOTSTRAP` names them, else the mock cluster.
    static let brokers = Result { () -> (servers: [String], cluster: MockCluster?) in
        if let named = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP"] {
            return (named.split(separator: ",").map(String.init), nil)
        }
        let cluster = try MockCluster(brokers: 3)
        return (cluster.bootstrapServers, cluster)
    }

    /// Sets runs apart that share real brokers.
    static let run = UInt32.random(in: 0...UInt32.max)

    @Test("the event bus", arguments: Array(EventBusContract.cases.enumerated()))
    func eventBus(number: Int, contract: ContractCase<EventBusContract>) async throws {
        let brokers = try ContractTests.brokers.get()
        try await withBus(brokers.cluster.map { .test($0) } ?? .test(brokers.servers)) { bus in
            try await contract.run(
                on: EventBusContract(
                    bus: bus, deadLetters: bus, clock: SystemClock(),
                    namespace: "contract.\(ContractTests.run).\(number)"))
        }
    }
}
