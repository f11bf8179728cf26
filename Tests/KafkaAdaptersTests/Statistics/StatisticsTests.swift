import CKafka
import KafkaAdapters
import KafkaTestSupport
import Logging
import PortContracts
import ServicePorts
import Testing

@Suite("Kafka metrics", .timeLimit(.minutes(1)))
struct StatisticsTests {
    @Test("counts what was sent and received, and tells the lag of a group whose handlers stand still")
    func lag() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("lag")
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = KafkaSettings.test(cluster)
        settings.statisticsInterval = .milliseconds(100)
        let metrics = RecordedMetrics()
        let bus = try KafkaEventBus(settings: settings, logger: .quiet, metrics: metrics)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            try await bus.publish((0..<25).map { event($0) }, to: topic)
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "lag")) { delivery in
                delivery.event.data.number < 5 ? .success : .retry(reason: "stands still")
            }
            let place = "role=consumer,group=lag,topic=lag,partition=0"
            try await eventually(on: SystemClock(), "the lag is 20 events") {
                metrics.values(of: "kafka_consumer_lag_events")[place] == 20
            }
            try await eventually(on: SystemClock(), "all that was sent is counted once") {
                metrics.values(of: "kafka_events_sent")["role=producer"] == 25
            }
            #expect(metrics.values(of: "kafka_events_received")["role=consumer,group=lag"] == 25)
            #expect(metrics.values(of: "kafka_group_partitions")["role=consumer,group=lag"] == 1)
            let broker = "role=producer,broker=\(settings.bootstrapServers[0])"
            #expect(metrics.values(of: "kafka_broker_up")[broker] == 1)
            #expect(metrics.values(of: "kafka_broker_latency_seconds")["\(broker),quantile=0.99"] ?? -1 >= 0)
            #expect(metrics.values(of: "kafka_client_errors").isEmpty)
            cluster.setDown(true)
            try await eventually(on: SystemClock(), "the broken connection is counted") {
                metrics.values(of: "kafka_broker_up")[broker] == 0
                    && metrics.values(of: "kafka_client_errors").keys.contains { $0.contains("code=_TRANSPORT") }
            }
            cluster.setDown(false)
            await subscription.cancel()
            bus.shutDown()
            try await group.waitForAll()
        }
    }
}
