import CivilTime
import KafkaAdapters
import ServicePorts
import Synchronization

/// The payload of the events of these tests.
struct Numbered: Codable, Sendable, Equatable {
    var number: Int
    var filling = ""
}

typealias NumberedEvent = CloudEvent<Numbered>

func event(_ number: Int, key: String = "key", filling: String = "") -> NumberedEvent {
    CloudEvent(
        id: "\(key)-\(number)", type: "com.example.numbered.v1", source: "/tests", time: .epoch, partitionKey: key,
        sequence: Int64(number), correlationID: "correlation", data: Numbered(number: number, filling: filling))
}

/// What handlers saw, in order.
final class Sightings: Sendable {
    private let events: Mutex<[NumberedEvent]> = Mutex([])

    func note(_ event: NumberedEvent) { events.withLock { $0.append(event) } }

    var all: [NumberedEvent] { events.withLock { $0 } }
    var numbers: [Int] { all.map(\.data.number) }

    /// Numbers of a key without repeats, in the order of first sight.
    func firstSights(of key: String) -> [Int] {
        var seen: Set<Int> = []
        return all.filter { $0.partitionKey == key && seen.insert($0.data.number).inserted }.map(\.data.number)
    }
}

extension KafkaTopicReader {
    /// Numbers of all events in a topic, partition by partition.
    func numbers(in topic: Topic<Numbered>) async throws -> [Int] {
        var numbers: [Int32: [Int]] = [:]
        for try await record in try await records(of: topic.name) {
            numbers[record.partition, default: []].append(try topic.decode(record.value ?? []).data.number)
        }
        return numbers.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
