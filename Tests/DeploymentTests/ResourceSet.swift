import Yams

/// The resources of one place: a laptop or a cluster.
struct ResourceSet {
    let resources: [Resource]
    /// What is wrong with single documents; with such faults the whole is not looked at.
    let formFaults: [Fault]

    /// Reads files, without the run file, which is no resource.
    init(_ files: [ResourceFile]) {
        var (resources, faults): ([Resource], [Fault]) = ([], [])
        for file in files where file.path != RunFile.path {
            let (documents, unread) = file.read()
            resources += documents.map { Resource(file: file, node: $0) }
            faults += unread
        }
        self.resources = resources
        formFaults = faults + resources.flatMap(\.formFaults) + ResourceSet.repeated(resources)
    }

    /// Everything that is wrong.
    var faults: [Fault] {
        guard formFaults.isEmpty else { return formFaults }
        return resources.flatMap(\.componentFaults) + topicFaults + resiliencyFaults + configurationFaults
            + resources.flatMap(\.literalSecretFaults)
    }

    func all(_ kind: String) -> [Resource] { resources.filter { $0.kind == kind } }

    var buses: [Resource] { all("Component").filter { $0.type.hasPrefix("pubsub.") } }

    private static func repeated(_ resources: [Resource]) -> [Fault] {
        var seen: Set<String> = []
        return resources.filter { !seen.insert("\($0.kind) \($0.name)").inserted }.map {
            $0.file.fault($0.node["metadata"], "there is another \($0.kind) '\($0.name)'")
        }
    }
}

extension Resource {
    /// Addresses with a password in them, wherever they stand.
    fileprivate var literalSecretFaults: [Fault] { node.passwordFaults(of: file) }
}

extension Node {
    /// A fault for each text below that is an address with a password.
    func passwordFaults(of file: ResourceFile) -> [Fault] {
        switch self {
        case .scalar(let scalar):
            let isSecret = scalar.string.contains(#/://[^/@\s]*:[^/@\s]+@|\bpassword\s*=/#)
            return isSecret ? [file.fault(self, "a password stands in the file; take it from a secret")] : []
        case .mapping(let mapping): return mapping.flatMap { $0.value.passwordFaults(of: file) }
        case .sequence(let sequence): return sequence.flatMap { $0.passwordFaults(of: file) }
        default: return []
        }
    }
}
