internal import CivilTime
package import ServicePorts

/// The payload of a measured event: about what a change of a task has.
package struct Measured: Codable, Sendable {
    var number: Int
    var text = String(repeating: "todo ", count: 30)

    /// That many events of a thousand users in turn.
    package static func events(_ count: Int) -> [CloudEvent<Measured>] {
        (0..<count).map { number in
            CloudEvent(
                id: "event-\(number)", type: "com.example.measured.v1", source: "/benchmark",
                time: Timestamp.epoch, partitionKey: "user-\(number % 1_000)", sequence: Int64(number),
                correlationID: "correlation", data: Measured(number: number))
        }
    }
}
