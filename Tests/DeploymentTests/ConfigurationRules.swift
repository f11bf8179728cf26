import Yams

extension ResourceSet {
    var configurationFaults: [Fault] {
        let configurations = all("Configuration")
        guard configurations.contains(where: \.isOfCluster) else {
            return configurations.flatMap { $0.secretFaults(readsSecrets: true) }
        }
        let missing = Application.all.filter { application in
            !configurations.contains { $0.name == application.id }
        }
        return missing.map { Fault(path: "dapr/cluster", line: 1, message: "no Configuration is called '\($0.id)'") }
            + configurations.flatMap(\.clusterFaults)
    }
}

extension Resource {
    fileprivate var clusterFaults: [Fault] {
        guard let application = Application.named(name) else {
            return [file.fault(node["metadata"], "Configuration '\(name)' is called after no application")]
        }
        return interfaceFaults(application) + callFaults(application)
            + secretFaults(readsSecrets: application.readsSecrets) + secretFaults(of: "kubernetes", [])
            + (node["spec"]?["tracing"]?["otel"] == nil ? [file.fault(node["spec"], "tracing has no receiver")] : [])
    }

    private func interfaceFaults(_ application: Application) -> [Fault] {
        let allowed = node["spec"]?["api"]?.items("allowed") ?? []
        let found = Set(allowed.filter { $0["protocol"]?.string == "http" }.compactMap { $0["name"]?.string })
        let others = allowed.filter { $0["protocol"]?.string == "grpc" && $0["name"]?.string != "metadata" }
        let isClosed = allowed.contains { $0["protocol"]?.string == "grpc" }
        let wanted = application.interfaces.sorted().joined(separator: ", ")
        return (found == application.interfaces ? [] : [file.fault(allowed.first, "api.allowed must be \(wanted)")])
            + (isClosed ? [] : [file.fault(node["spec"], "api.allowed says nothing of gRPC, which then is open")])
            + others.map { file.fault($0, "nothing is used over gRPC") }
    }

    /// Callers and the methods that each may call must be those of the code.
    private func callFaults(_ application: Application) -> [Fault] {
        let control = node["spec"]?["accessControl"]
        let isCalled = application.command == "backend"
        let wanted = isCalled ? Application.all.filter { !$0.calls.isEmpty } : []
        let policies = control?.items("policies") ?? []
        let isDenied = control?["defaultAction"]?.string == "deny"
        let superfluous = policies.filter { policy in !wanted.contains { $0.id == policy["appId"]?.string } }
        return (isDenied ? [] : [file.fault(control ?? node, "accessControl must deny what it does not name")])
            + superfluous.map { file.fault($0, "'\($0["appId"]?.string ?? "")' calls nothing of \(application.id)") }
            + wanted.flatMap { caller in
                let policy = policies.first { $0["appId"]?.string == caller.id }
                return policy.map { policyFaults($0, control, caller) }
                    ?? [file.fault(control, "there is no policy for \(caller.id)")]
            }
    }

    private func policyFaults(_ policy: Node, _ control: Node?, _ caller: Application) -> [Fault] {
        let isPlaced =
            policy["namespace"]?.string == Application.namespace && policy["defaultAction"]?.string == "deny"
            && policy["trustDomain"]?.string == control?["trustDomain"]?.string
        let operations = policy.items("operations")
        let found = Set(operations.compactMap { $0["name"]?.string })
        let wanted = Set(caller.calls.map { "/" + $0 })
        let loose = operations.filter { $0.texts("httpVerb") != ["POST"] || $0["action"]?.string != "allow" }
        return (isPlaced ? [] : [file.fault(policy, "a policy denies by default, in the namespace and trust domain")])
            + (found == wanted
                ? [] : [file.fault(policy, "\(caller.id) may call \(wanted.sorted().joined(separator: ", "))")])
            + loose.map { file.fault($0, "an operation allows POST and nothing else") }
    }

    fileprivate func secretFaults(readsSecrets: Bool) -> [Fault] {
        secretFaults(of: "secretstore", readsSecrets ? [Application.secret] : [])
    }

    private func secretFaults(of store: String, _ allowed: [String]) -> [Fault] {
        let scope = node["spec"]?["secrets"]?.items("scopes").first { $0["storeName"]?.string == store }
        if scope?["defaultAccess"]?.string == "deny", scope?.texts("allowedSecrets") == allowed { return [] }
        let wanted = allowed.isEmpty ? "nothing" : allowed.joined(separator: ", ")
        return [file.fault(scope ?? node["spec"], "of secret store '\(store)' \(wanted) may be read")]
    }
}
