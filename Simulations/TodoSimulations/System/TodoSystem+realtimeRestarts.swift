internal import ServicePorts
internal import SimulationKit
internal import TodoPorts
internal import TodoServices

extension TodoSystem {
    /// True when devices send commands over their sockets, and realtime replicas restart under them.
    var isLive: Bool { plan?.isLive == true }

    /// Restarts realtime replicas one by one, until cancelled: half of them say goodbye first, the others are gone.
    func restartRealtimeReplicas(meanPauseMinutes: Int64) async throws {
        let random = simulation.random(StreamName.workload.child("realtime restarts"))
        let replicas = nodes(of: .realtime)
        while true {
            try await simulation.clock.sleep(
                for: .milliseconds(1_000 + random.exponential(mean: meanPauseMinutes * 60_000)))
            guard let node = random.element(of: replicas) else { return }
            let isGraceful = random.chance(perMillion: 500_000)
            let downSeconds = random.number(in: 1...60)
            if isGraceful, let replica = directory.live.first(where: { $0.environment.node === node }) {
                simulation.note("\(node.name) says goodbye")
                let service = replica.service
                replica.board?.end()
                await replica.environment.spawn(named: "goodbye") {
                    await service.closeAll(.goingAway, reason: "the server stops")
                }.value
            }
            simulation.note("\(node.name) is restarted")
            node.restart(after: .seconds(downSeconds))
        }
    }
}
