import Yams

extension Resource {
    /// What is wrong with a component's type and metadata.
    var componentFaults: [Fault] {
        guard kind == "Component" else { return [] }
        guard let table = MetadataTable.all[type] else {
            let types = MetadataTable.all.keys.sorted().joined(separator: ", ")
            return [file.fault(node["spec"]?["type"], "type '\(type)' is not one of \(types)")]
        }
        let version = node["spec"]?["version"]
        let versions =
            version?.string == table.version ? [] : [file.fault(version, "\(type) is wanted in \(table.version)")]
        let items = node["spec"]?.items("metadata") ?? []
        return versions + missing(in: table) + repeated(items) + items.flatMap { itemFaults($0, table) } + secretStore
    }

    private func missing(in table: MetadataTable) -> [Fault] {
        var required = table.required
        if metadata("authType")?["value"]?.string == "password" {
            required.formUnion(["saslUsername", "saslPassword", "saslMechanism"])
        }
        if type == "pubsub.kafka" { required.formUnion(["consumerGroup", "initialOffset", "escapeHeaders"]) }
        return required.sorted().filter { metadata($0) == nil }.map {
            file.fault(node["spec"], "component '\(name)' lacks metadata '\($0)'")
        }
    }

    private func repeated(_ items: [Node]) -> [Fault] {
        var seen: Set<String> = []
        return items.filter { !seen.insert($0["name"]?.string ?? "").inserted }.map {
            file.fault($0, "metadata '\($0["name"]?.string ?? "")' stands there twice")
        }
    }

    private func itemFaults(_ item: Node, _ table: MetadataTable) -> [Fault] {
        let name = item["name"]?.string ?? ""
        guard let value = table.values[name] else {
            return [file.fault(item, "\(type) \(table.version) has no metadata '\(name)'")]
        }
        let sources = ["value", "secretKeyRef", "envRef"].filter { item[$0] != nil }
        guard sources.count == 1 else {
            return [file.fault(item, "metadata '\(name)' needs one of value, secretKeyRef and envRef")]
        }
        guard let literal = item["value"] else { return [] }
        var wrong = value.fault(of: literal.string ?? "")
        // What is no secret on a laptop is one in a cluster.
        if isOfCluster, ["connectionString", "brokers"].contains(name) {
            wrong = MetadataTable.Value.secret.fault(of: "")
        }
        return wrong.map { [file.fault(literal, "metadata '\(name)' \($0)")] } ?? []
    }

    private var secretStore: [Fault] {
        let refersToSecrets = node["spec"]?.items("metadata").contains { $0["secretKeyRef"] != nil } == true
        guard refersToSecrets, node["auth"]?["secretStore"]?.string != "kubernetes" else { return [] }
        return [file.fault(node, "component '\(name)' has secretKeyRef, so auth.secretStore must be kubernetes")]
    }
}
