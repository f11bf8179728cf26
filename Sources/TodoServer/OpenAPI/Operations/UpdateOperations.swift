internal import HTTPTypes
internal import TodoDomain

/// Changes as they happen, over a WebSocket or by requests that wait.
enum UpdateOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "waitForUpdates", method: .get, path: "/api/{user_id}/updates", group: .updates,
            summary: "Waits until something changes after a position",
            details: "Without `epoch` and `seq` the stream begins now; they come together. Each message is one that a"
                + " WebSocket would get, as `/asyncapi.json` describes them.",
            parameters: [
                .query("epoch", .text(0...128), "Identity of the history, as a position has it"),
                .query("seq", .integer(from: 0), "Sequence of the last change seen"),
                .query("wait_seconds", .integer(0...60), "How long to wait; 25 when it is left out"),
            ],
            answers: [
                .json(
                    200, .named("Updates"), "What came, and from where to ask again", headers: [.noStore],
                    links: [
                        .init(
                            operation: "waitForUpdates",
                            parameters: [
                                "user_id": "$request.path.user_id", "epoch": "$response.body#/position/epoch",
                                "seq": "$response.body#/position/seq",
                            ])
                    ])
            ],
            refusals: [.tooManyConnections, .unavailable]),
        APIOperation(
            id: "getPresence", method: .get, path: "/api/{user_id}/presence", group: .updates,
            summary: "Counts the user's connections",
            details: "WebSockets that are open now, over all replicas; requests that wait do not count. What happens at"
                + " another replica is known some seconds later.",
            answers: [.json(200, .named("Presence"), "How many there are", headers: [.noStore])],
            examples: [
                APIExample(
                    name: "get-presence", text: "Nobody listens", status: 200, answer: ["connections": 0])
            ]),
        APIOperation(
            id: "openWebSocket", method: .get, path: "/ws", group: .updates, summary: "Opens a WebSocket",
            details: "What is said over it is in `/asyncapi.json`. A request that asks for no upgrade gets 426.",
            security: .open, answers: [.empty(101, "The connection is a WebSocket from now on")],
            refusals: [.upgradeRequired, .unavailable, .unknownParameter, .invalidParameter],
            examples: [
                APIExample(name: "open-web-socket-refused", text: "A plain request is told what to do", status: 426)
            ]),
    ]
}
