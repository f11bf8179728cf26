import Foundation
import Testing

/// A client that watches its user's stream, and resumes from where it was whenever the connection breaks.
actor Watcher {
    private let user: User
    /// Changes and notifications in the order received, over all connections.
    private(set) var changes: [Received] = []
    private(set) var refetches = 0
    private(set) var connections = 0
    private var position: JSON
    private var isStopped = false

    /// A watcher of a user who has done nothing yet, so that it must see everything from the first change on.
    init(_ user: User) async throws {
        self.user = user
        let socket = try await user.watch()
        position = try await socket.message("ready") { $0.type == "ready" }.json["position"]
        #expect(position["seq"] == 0)
        await socket.disconnect()
    }

    /// Watches until stopped.
    func run() async {
        while !isStopped, !Task.isCancelled {
            guard let socket = try? await user.watch(from: position) else {
                user.doors.leaveSocket()
                try? await Task.sleep(for: .milliseconds(20))
                continue
            }
            connections += 1
            await follow(socket)
        }
    }

    func stop() {
        isStopped = true
    }

    /// Takes messages until the connection ends.
    private func follow(_ socket: WebSocketClient) async {
        var taken = 0
        while true {
            let isOver = socket.closing != nil
            let received = socket.received
            for message in received[taken...] { take(message) }
            taken = received.count
            if isOver || isStopped || Task.isCancelled { break }
            try? await Task.sleep(for: .milliseconds(10))
        }
        await socket.disconnect()
    }

    private func take(_ message: Received) {
        let place = message.json["position"]
        switch message.type {
        case "event", "notification": changes.append(message)
        case "must_refetch": refetches += 1
        default: break
        }
        if place != .null { position = place }
    }

    /// The tasks that the changes add up to, by id.
    var replica: [Int: JSON] {
        var tasks: [Int: JSON] = [:]
        for change in changes {
            let data = change.type == "event" ? change.json["data"]["changes"] : change.json["changes"]
            if let id = data["task"]["id"].integer { tasks[id] = data["task"] }
            if data["deleted"] == true, let id = change.json["data"]["task_id"].integer { tasks[id] = nil }
        }
        return tasks
    }
}
