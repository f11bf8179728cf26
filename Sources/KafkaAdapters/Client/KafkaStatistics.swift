/// The part of librdkafka's statistics that becomes metrics; names and units are those of its STATISTICS.md.
struct KafkaStatistics: Decodable, Sendable {
    struct Window: Decodable, Sendable {
        let p50: Int64
        let p99: Int64
    }

    struct Broker: Decodable, Sendable {
        let nodename: String
        let nodeid: Int64
        let state: String
        let waitresp_cnt: Int64
        let txerrs: Int64
        let rxerrs: Int64
        let txretries: Int64
        let req_timeouts: Int64
        let disconnects: Int64?
        let rtt: Window?
    }

    struct Partition: Decodable, Sendable {
        let partition: Int64
        let consumer_lag: Int64
        let fetchq_cnt: Int64
        let fetch_state: String

        /// True while the client holds the partition.
        var isHeld: Bool { fetch_state != "none" && fetch_state != "stopped" }
    }

    struct TopicStatistics: Decodable, Sendable {
        let topic: String
        let partitions: [String: Partition]
    }

    struct Group: Decodable, Sendable {
        let rebalance_cnt: Int64
        let assignment_size: Int64
    }

    let name: String
    let type: String
    let replyq: Int64
    let msg_cnt: Int64
    let msg_size: Int64
    let txmsgs: Int64
    let rxmsgs: Int64
    let brokers: [String: Broker]
    let topics: [String: TopicStatistics]
    let cgrp: Group?
}
