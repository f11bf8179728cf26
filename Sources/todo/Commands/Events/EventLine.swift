internal import CivilTime
internal import KafkaAdapters
internal import ServicePorts
internal import TodoDomain

/// A record of a topic as one line of JSON.
struct EventLine: Encodable {
    let partition: Int32
    let offset: Int64
    let timestamp: Timestamp?
    let key: String?
    let headers: [String: String]
    /// The value, when it is JSON.
    let event: JSONValue?
    /// The value as text, when it is not.
    let text: String?

    init(_ record: KafkaRecord) {
        partition = record.partition
        offset = record.offset
        timestamp = record.timestamp
        key = record.key.map { String(decoding: $0, as: UTF8.self) }
        headers = Dictionary(
            record.headers.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }, uniquingKeysWith: { $1 })
        event = record.value.flatMap { try? JSONCodec.decode(JSONValue.self, from: $0) }
        text = event == nil ? record.value.map { String(decoding: $0, as: UTF8.self) } : nil
    }

    /// The line without its end; throws `EncodingError`.
    func line() throws -> String {
        String(decoding: try JSONCodec.encode(self), as: UTF8.self)
    }
}
