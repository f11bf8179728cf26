internal import CivilTime
internal import ServicePorts

extension OutgoingRecord {
    /// A reason longer than this many letters is cut.
    private static let longestReason = 2_000

    /// The record that tells that a group gave an event up; bytes that are no event are named by their place.
    init(
        deadLetterOf record: ConsumedRecord, topic: String, group: String, reason: String, attempts: Int,
        time: Timestamp
    ) {
        let place = "\(topic)/\(record.partition)/\(record.offset)"
        let headers: [(DeadLetterHeader, String)] = [
            (.topic, topic), (.group, group), (.reason, String(reason.prefix(OutgoingRecord.longestReason))),
            (.attempts, String(attempts)), (.time, String(time.millisecondsSinceEpoch)),
            (.eventID, EventIdentity.id(in: record.value) ?? place), (.partition, String(record.partition)),
            (.offset, String(record.offset)),
        ]
        self.init(
            key: record.key, value: record.value,
            headers: [CloudEventHeader.contentType] + headers.map { ($0.0.rawValue, $0.1) })
    }
}

extension DeadLetter {
    /// The dead letter that a record tells of; nil for a record without its headers.
    init?(_ record: KafkaRecord) {
        func text(_ header: DeadLetterHeader) -> String? {
            record.headers.first { $0.name == header.rawValue }.map { String(decoding: $0.value, as: UTF8.self) }
        }
        guard let topic = text(.topic), let group = text(.group), let reason = text(.reason),
            let attempts = text(.attempts).flatMap({ Int($0) }), let time = text(.time).flatMap({ Int64($0) }),
            let eventID = text(.eventID)
        else { return nil }
        self.init(
            topic: topic, group: group, eventID: eventID,
            partitionKey: String(decoding: record.key ?? [], as: UTF8.self), reason: reason, attempts: attempts,
            time: Timestamp(millisecondsSinceEpoch: time))
    }
}
