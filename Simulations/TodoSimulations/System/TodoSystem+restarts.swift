internal import SimulationKit

extension TodoSystem {
    /// Restarts the next node every so many virtual minutes, all of them in turn, until cancelled.
    func restartNodes(everyMinutes minutes: Int) async throws {
        var number = 0
        while true {
            try await simulation.clock.sleep(for: .seconds(minutes * 60))
            let node = nodes[number % nodes.count]
            number += 1
            simulation.note("\(node.name) is restarted in its turn")
            // As long as a process takes to come up again.
            node.restart(after: .seconds(5))
        }
    }
}
