internal import Metrics
internal import ServicePorts
internal import Synchronization

/// Publishes librdkafka's statistics as metrics of one client.
///
/// Gauges take what librdkafka reports; counters grow by the difference to the report before.
final class StatisticsMetrics: Sendable {
    private let role: String
    private let group: String?
    private let factory: any MetricsFactory
    private let totals: Mutex<[String: Int64]> = Mutex([:])

    /// Metrics of a client that plays that role, for example `producer`, perhaps for a group.
    init(role: String, group: String? = nil, factory: any MetricsFactory = MetricsSystem.factory) {
        self.role = role
        self.group = group
        self.factory = factory
    }

    private var dimensions: [(String, String)] {
        [("role", role)] + (group.map { [("group", $0)] } ?? [])
    }

    /// Counts an error that the client reported by itself.
    func countError(_ name: String) {
        Counter(label: "kafka_client_errors", dimensions: dimensions + [("code", name)], factory: factory).increment()
    }

    /// Takes one report over; one that cannot be read changes nothing.
    func update(fromJSON text: String) {
        guard let report = try? JSONCodec.decode(KafkaStatistics.self, from: Array(text.utf8)) else { return }
        gauge("kafka_client_events_waiting", report.replyq)
        gauge("kafka_producer_queue_events", report.msg_cnt)
        gauge("kafka_producer_queue_bytes", report.msg_size)
        count("kafka_events_sent", report.txmsgs)
        count("kafka_events_received", report.rxmsgs)
        for broker in report.brokers.values where broker.nodeid >= 0 { update(broker) }
        for topic in report.topics.values { update(topic) }
        if let group = report.cgrp {
            count("kafka_group_rebalances", group.rebalance_cnt)
            gauge("kafka_group_partitions", group.assignment_size)
        }
    }

    private func update(_ broker: KafkaStatistics.Broker) {
        let place = [("broker", broker.nodename)]
        gauge("kafka_broker_up", broker.state == "UP" ? 1 : 0, place)
        gauge("kafka_broker_requests_in_flight", broker.waitresp_cnt, place)
        count("kafka_broker_send_errors", broker.txerrs, place)
        count("kafka_broker_receive_errors", broker.rxerrs, place)
        count("kafka_broker_retries", broker.txretries, place)
        count("kafka_broker_request_timeouts", broker.req_timeouts, place)
        count("kafka_broker_disconnects", broker.disconnects ?? 0, place)
        guard let latency = broker.rtt else { return }
        seconds("kafka_broker_latency_seconds", latency.p50, place + [("quantile", "0.5")])
        seconds("kafka_broker_latency_seconds", latency.p99, place + [("quantile", "0.99")])
    }

    private func update(_ topic: KafkaStatistics.TopicStatistics) {
        // Partition -1 holds events that have no partition yet; a lag of -1 is one that is not known.
        for partition in topic.partitions.values where partition.partition >= 0 && group != nil {
            let place = [("topic", topic.topic), ("partition", String(partition.partition))]
            // One that another member has now must not show its last lag for ever.
            let lag = partition.isHeld ? partition.consumer_lag : 0
            if lag >= 0 { gauge("kafka_consumer_lag_events", lag, place) }
            gauge("kafka_consumer_prefetched_events", partition.isHeld ? partition.fetchq_cnt : 0, place)
        }
    }

    private func gauge(_ label: String, _ value: Int64, _ more: [(String, String)] = []) {
        Meter(label: label, dimensions: dimensions + more, factory: factory).set(value)
    }

    private func seconds(_ label: String, _ microseconds: Int64, _ more: [(String, String)]) {
        Meter(label: label, dimensions: dimensions + more, factory: factory).set(Double(microseconds) / 1e6)
    }

    private func count(_ label: String, _ total: Int64, _ more: [(String, String)] = []) {
        let key = label + more.map { " \($0.0)=\($0.1)" }.joined()
        let before = totals.withLock { totals in totals.updateValue(total, forKey: key) ?? 0 }
        // A broker that was forgotten and learned anew counts from 0.
        let growth = total >= before ? total - before : total
        Counter(label: label, dimensions: dimensions + more, factory: factory).increment(by: growth)
    }
}
