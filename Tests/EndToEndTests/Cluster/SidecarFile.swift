import Foundation

/// What the emulator is told of components and applications.
struct SidecarFile {
    static let apiToken = "shown to the sidecar"
    static let appToken = "shown by the sidecar"

    let json: JSON

    /// Sidecars for those seats; what outlives a crash is kept in that folder.
    init(seats: [Seat], folder: URL) throws {
        let secrets = folder.appendingPathComponent("secrets.json")
        try Data(#"{"jwt": "a secret of the tests, long enough to sign with"}"#.utf8).write(to: secrets)
        let retry: JSON = ["policy": "constant", "duration": "300ms"]
        func pubSub(_ name: String, _ group: JSON, _ start: JSON, scopes: JSON = []) -> JSON {
            [
                "name": .string(name), "type": "pubsub.kafka", "scopes": scopes, "inboundRetry": retry,
                "metadata": ["consumerGroup": group, "initialOffset": start, "backOffDuration": "300ms"],
            ]
        }
        let apps = seats.map { seat -> JSON in
            [
                "id": .string(Cluster.services[seat.service] ?? ""), "port": .number(Double(seat.port)),
                "sidecarPort": .number(Double(seat.sidecarPort)), "pod": .string(seat.name),
                "apiToken": .string(SidecarFile.apiToken), "appToken": .string(SidecarFile.appToken),
            ]
        }
        json = [
            "journal": .string(folder.appendingPathComponent("journal").path),
            "components": [
                pubSub("kafka-pubsub", "{appID}", "oldest"),
                pubSub("kafka-pubsub-realtime", "{podName}", "newest", scopes: ["websocket-service"]),
                // Of the notification service too, under whose sidecar other services are started in vain.
                [
                    "name": "statestore", "type": "state.postgresql",
                    "scopes": ["backend-service", "notification-service", "websocket-service"],
                ],
                [
                    "name": "secretstore", "type": "secretstores.local.file",
                    "metadata": ["secretsFile": .string(secrets.path)],
                ],
            ],
            "apps": .array(apps),
        ]
    }
}
