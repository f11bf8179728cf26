import Yams

/// One document of a kind that Dapr knows.
struct Resource {
    let file: ResourceFile
    let node: Node

    var kind: String { node["kind"]?.string ?? "" }
    var name: String { node["metadata"]?["name"]?.string ?? "" }
    var type: String { node["spec"]?["type"]?.string ?? "" }
    var scopes: [String] { node.texts("scopes") }
    var isOfCluster: Bool { file.path.hasPrefix("dapr/cluster/") }

    /// The item of a component's metadata.
    func metadata(_ name: String) -> Node? {
        node["spec"]?.items("metadata").first { $0["name"]?.string == name }
    }

    /// What is wrong with its form and its place; nothing else is looked at as long as there is something.
    var formFaults: [Fault] {
        guard let shape = Shape.kinds[kind] else {
            let kinds = Shape.kinds.keys.sorted().joined(separator: ", ")
            return [file.fault(node["kind"] ?? node, "kind '\(kind)' is not one of \(kinds)")]
        }
        return shape.faults(in: node, kind, of: file) + namespaceFaults + scopeFaults
    }

    private var namespaceFaults: [Fault] {
        let namespace = node["metadata"]?["namespace"]
        let expected = isOfCluster ? Application.namespace : nil
        if namespace?.string == expected { return [] }
        let wanted = expected.map { "must be '\($0)', which access control names" } ?? "must not be there on a laptop"
        return [file.fault(namespace ?? node["metadata"], "the namespace \(wanted)")]
    }

    private var scopeFaults: [Fault] {
        let unknown = node.items("scopes").filter { Application.named($0.string ?? "") == nil }
        let missing = kind == "Component" && scopes.isEmpty
        return (missing ? [file.fault(node, "component '\(name)' has no scopes: every application would load it")] : [])
            + unknown.map { file.fault($0, "scope '\($0.string ?? "")' is no application") }
    }
}
