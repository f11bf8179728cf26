public import CKafka
internal import CKafka.Mock

/// Kafka brokers as librdkafka plays them: the real protocol over TCP on loopback, in memory, with faults on demand.
public final class MockCluster: @unchecked Sendable {
    // Unchecked because pointers are not Sendable; librdkafka guards what is behind them.
    private let owner: OpaquePointer
    private let cluster: OpaquePointer

    /// What a request is for, by Kafka's number.
    public enum Request: Int16 {
        case produce = 0
        case fetch = 1
        case metadata = 3
        case offsetCommit = 8
        case offsetFetch = 9
        case heartbeat = 12
        case syncGroup = 14
    }

    /// Brokers with ids from 1; throws `MockClusterFault`.
    public init(brokers: Int32 = 1) throws {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set(configuration, "log_level", "3", nil, 0)
        guard let owner = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            throw MockClusterFault("librdkafka made no client")
        }
        self.owner = owner
        guard let cluster = rd_kafka_mock_cluster_new(owner, brokers) else {
            rd_kafka_destroy(owner)
            throw MockClusterFault("librdkafka made no mock cluster")
        }
        self.cluster = cluster
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(owner)
    }

    /// Where the brokers listen.
    public var bootstrapServers: [String] {
        String(cString: rd_kafka_mock_cluster_bootstraps(cluster)).split(separator: ",").map(String.init)
    }

    /// Makes a topic; there must be none of that name.
    public func makeTopic(_ name: String, partitions: Int32) {
        let code = rd_kafka_mock_topic_create(cluster, name, partitions, 1)
        precondition(code == RD_KAFKA_RESP_ERR_NO_ERROR, "the topic '\(name)' cannot be made")
    }

    /// Has the brokers know no such topic; otherwise they make one that is asked for.
    public func hide(topic: String) {
        fail(topic: topic, with: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    }

    /// Has every broker go, or come back.
    public func setDown(_ isDown: Bool) {
        _ = isDown ? rd_kafka_mock_broker_set_down(cluster, -1) : rd_kafka_mock_broker_set_up(cluster, -1)
    }

    /// How much later every answer comes.
    public func setDelay(milliseconds: Int32) {
        rd_kafka_mock_broker_set_rtt(cluster, -1, milliseconds)
    }

    /// Has the next requests of that kind fail, each with one of the errors.
    public func fail(_ request: Request, with codes: [rd_kafka_resp_err_t]) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// Has requests of that kind fail no more.
    public func stopFailing(_ request: Request) {
        rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Has metadata name the error for the topic; none to end that.
    public func fail(topic: String, with code: rd_kafka_resp_err_t) {
        rd_kafka_mock_topic_set_error(cluster, topic, code)
    }
}

/// The cluster could not be made.
public struct MockClusterFault: Error, CustomStringConvertible {
    /// Why.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
