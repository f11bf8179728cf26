internal import KafkaAdapters
internal import ServicePorts

/// A record with what its envelope says of it, as far as that can be read.
struct ReplayedEvent {
    /// The partition that holds it.
    let partition: Int32
    /// Its place in the partition.
    let offset: Int64
    /// What the topic has of it.
    let body: [UInt8]
    /// The partition key, which is the user's identity.
    let key: String?
    /// The event's identity.
    let id: String?
    /// The event's type.
    let type: String?

    init(_ record: KafkaRecord) {
        let envelope = record.value.flatMap { try? JSONCodec.decode(Envelope.self, from: $0) }
        partition = record.partition
        offset = record.offset
        body = record.value ?? []
        key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? envelope?.partitionkey
        id = envelope?.id
        type = envelope?.type
    }

    private struct Envelope: Decodable {
        var id: String?
        var type: String?
        var partitionkey: String?
    }
}
