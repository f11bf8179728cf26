internal import SimulationKit
internal import TodoPorts

extension TodoSystem {
    /// In every second run, once, at a drawn time: the store is put back from a backup that has everything, so that its
    /// history is another one.
    func replaceHistory(withinHours hours: Int) async throws {
        let random = simulation.random(StreamName.workload.child("history"))
        guard random.chance(perMillion: 500_000) else { return }
        try await simulation.clock.sleep(for: .seconds(random.number(in: 60...Int64(max(1, hours)) * 3_600)))
        simulation.note("the store is put back from a backup that has everything")
        store.transaction { $0.beginHistory("restored-\(simulation.seed)") }
    }
}
