internal import CivilTime
public import ServicePorts

extension KafkaTopicReader {
    /// Dead letters of a topic in the order in which they were given up, each once; throws `EventBusError`.
    ///
    /// A crash between giving up and storing the position gives the same event up again; the first one counts.
    public func deadLetters(of topic: String) async throws -> [DeadLetter] {
        let deadLetterTopic = DeliveryRetryPolicy.deadLetterTopic(of: topic)
        guard try await KafkaTopics(settings: settings, logger: logger).exists(deadLetterTopic) else { return [] }
        var ofPartition: [Int32: [DeadLetter]] = [:]
        var seen: Set<[String]> = []
        for try await record in try await records(of: deadLetterTopic) {
            guard let letter = DeadLetter(record) else { continue }
            let source = record.headers.filter { DeadLetterHeader.ofPlace.contains($0.name) }
            let place = [letter.group] + source.map { String(decoding: $0.value, as: UTF8.self) }
            if seen.insert(place).inserted { ofPartition[record.partition, default: []].append(letter) }
        }
        return DeadLetter.merged(ofPartition.sorted { $0.key < $1.key }.map(\.value))
    }
}

extension DeadLetterHeader {
    /// Headers that together name one record.
    static let ofPlace: Set<String> = [
        DeadLetterHeader.topic.rawValue, DeadLetterHeader.partition.rawValue, DeadLetterHeader.offset.rawValue,
    ]
}

extension DeadLetter {
    /// Lists merged by time; each keeps its own order even where clocks disagree.
    static func merged(_ lists: [[DeadLetter]]) -> [DeadLetter] {
        var places = lists.map(\.startIndex)
        var result: [DeadLetter] = []
        while let next = lists.indices.filter({ places[$0] < lists[$0].endIndex })
            .min(by: { lists[$0][places[$0]].time < lists[$1][places[$1]].time })
        {
            result.append(lists[next][places[next]])
            places[next] += 1
        }
        return result
    }
}
