import CKafka
import KafkaAdapters
import PortContracts
import ServicePorts
import Testing

/// Where the brokers know a group to be in partition 0 of a topic; nil when they know nothing.
func position(of group: String, in topic: String, _ settings: KafkaSettings) throws -> Int64? {
    let configuration = rd_kafka_conf_new()
    rd_kafka_conf_set(
        configuration, "bootstrap.servers", settings.bootstrapServers.joined(separator: ","), nil, 0)
    rd_kafka_conf_set(configuration, "group.id", group, nil, 0)
    let client = try #require(rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nil, 0))
    defer { rd_kafka_destroy(client) }
    let list = try #require(rd_kafka_topic_partition_list_new(1))
    defer { rd_kafka_topic_partition_list_destroy(list) }
    rd_kafka_topic_partition_list_add(list, topic, 0)
    #expect(rd_kafka_committed(client, list, 10_000) == RD_KAFKA_RESP_ERR_NO_ERROR)
    let offset = list.pointee.elems[0].offset
    return offset >= 0 ? offset : nil
}

/// Returns once the brokers know that position; fails the test when they do not in time.
func waitForPosition(_ expected: Int64, of group: String, in topic: String, _ settings: KafkaSettings) async throws {
    var last: Int64?
    do {
        try await eventually(on: SystemClock(), within: .seconds(10), "the position is stored") {
            last = try position(of: group, in: topic, settings)
            return last == expected
        }
    } catch {
        Issue.record("the position of \(group) is \(last.map(String.init) ?? "none"), expected \(expected)")
    }
}
