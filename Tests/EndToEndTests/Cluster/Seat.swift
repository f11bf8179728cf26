import Foundation
import PostgresTestSupport

/// One replica of a service, and where it and its sidecar listen.
struct Seat: Sendable {
    let service: String
    let replica: Int
    let port: Int
    let sidecarPort: Int

    var name: String { "\(service)-\(replica)" }

    /// Seats of that many replicas of each service, first one of each.
    static func places(replicas: [String: Int]) throws -> [Seat] {
        try (0..<(replicas.values.max() ?? 0)).flatMap { replica in
            try replicas.keys.sorted().filter { replicas[$0] ?? 0 > replica }.map { service in
                Seat(
                    service: service, replica: replica, port: try FreePort.find(), sidecarPort: try FreePort.find())
            }
        }
    }

    /// Where clients can knock.
    static func doors(_ seats: [Seat]) -> Doors {
        func ports(_ service: String) -> [Int] { seats.filter { $0.service == service }.map(\.port) }
        return Doors(rest: ports("backend"), sockets: ports("websocket"))
    }

    /// The replica's process.
    func program(database: String, in folder: URL) throws -> RunningProgram {
        let environment = [
            "DAPR_HTTP_PORT": "\(sidecarPort)", "DAPR_API_TOKEN": SidecarFile.apiToken,
            "APP_API_TOKEN": SidecarFile.appToken, "TODO_DATABASE_URL": database, "TODO_LOCAL_ACCOUNTS": "on",
            // Updates come to the first replica each by itself, to the others in bulk.
            "TODO_UPDATE_GATHERING_MILLISECONDS": replica == 0 ? "0" : "20",
            "TODO_WEBHOOK_ALLOW_PRIVATE": "on",
        ]
        let port = port
        return try RunningProgram(
            "todo", called: name, ["serve", service, "--port", "\(port)"], environment: environment, in: folder
        ) {
            (try? await HTTPClient(port: port).send("GET", "/readyz").status) == 200
        }
    }
}
