import SidecarCases
import SidecarRules
import SimulationKit
import Testing

@Suite("Simulated sidecar: the cases that hold for every sidecar")
struct SidecarCaseTests {
    @Test("in the simulator", arguments: SidecarCase.all)
    func holds(_ sidecarCase: SidecarCase) throws {
        try simulated { simulation in
            var settings = SidecarSettings(
                appID: "core", component: { $0 == "bus" ? .init(consumerGroup: "core") : nil })
            settings.stateStores = ["state"]
            settings.secrets = SidecarSecrets(stores: ["secrets": .file(["jwt": "s"])])
            let ports = SidecarPorts(simulation.outside, settings: settings, backends: SidecarBackends(simulation))
            try await ports.sidecar.appListens()
            let failures = try await sidecarCase.failures(tag: "1") { try await ports.sidecar.handle($0) }
            #expect(failures == [])
        }
    }
}
