import Testing
import Yams

@Suite("What Dapr is told")
struct DeploymentTests {
    @Test("the resources are well-formed and do what the code needs", arguments: ["dapr/local", "dapr/cluster"])
    func resources(folder: String) throws {
        for fault in ResourceSet(try ResourceFile.all(under: folder)).faults {
            Issue.record("\(fault)")
        }
    }

    @Test("the run file starts every application")
    func runFile() throws {
        let file = ResourceFile(path: RunFile.path, text: try ResourceFile.text(of: RunFile.path))
        for fault in RunFile(file: file).faults {
            Issue.record("\(fault)")
        }
    }

    @Test("a laptop and a cluster have the same components for the same applications, and the same policies")
    func sameComponents() throws {
        let local = ResourceSet(try ResourceFile.all(under: "dapr/local"))
        let cluster = ResourceSet(try ResourceFile.all(under: "dapr/cluster"))
        func described(_ set: ResourceSet) -> [String] {
            set.all("Component").map { "\($0.name) for \($0.scopes.sorted().joined(separator: ","))" }.sorted()
        }
        #expect(described(local) == described(cluster))
        #expect(local.all("Component").count == 4)
        #expect(local.all("Resiliency").map { $0.node["spec"] } == cluster.all("Resiliency").map { $0.node["spec"] })
    }

    @Test("no file of the folder is left unread")
    func everyFile() throws {
        let paths = try ResourceFile.all(under: "dapr").map(\.path)
        let known = ["dapr/local/", "dapr/cluster/"]
        #expect(paths.count >= 18)
        #expect(paths.allSatisfy { path in known.contains { path.hasPrefix($0) } })
    }
}
