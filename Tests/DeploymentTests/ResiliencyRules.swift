import Yams

extension ResourceSet {
    /// Whether a failed delivery is repeated until the application gives it up, and nothing else is repeated.
    var resiliencyFaults: [Fault] {
        all("Resiliency").flatMap { $0.undefinedPolicies + $0.repetitions } + buses.flatMap(unprotected)
    }

    /// A fault for each subscriber of the bus whose deliveries would be dead letters at their first failure.
    private func unprotected(_ bus: Resource) -> [Fault] {
        Application.all.filter { $0.subscribes[bus.name] != nil }.compactMap { application in
            let isCovered = all("Resiliency").contains { $0.repeatsDeliveries(of: bus.name, to: application.id) }
            guard !isCovered else { return nil }
            return bus.file.fault(
                bus.node,
                "\(application.id) subscribes through '\(bus.name)' without an inbound retry policy that is constant"
                    + " and has no maxRetries: its first failures would be dead letters")
        }
    }
}

extension Resource {
    private var policies: Node { node["spec"]?["policies"] ?? [:] }
    private var targets: Node { node["spec"]?["targets"] ?? [:] }

    fileprivate func repeatsDeliveries(of bus: String, to application: String) -> Bool {
        let name = targets["components"]?[bus]?["inbound"]?["retry"]?.string
        guard scopes.isEmpty || scopes.contains(application), let name, let retry = policies["retries"]?[name] else {
            return false
        }
        let isEndless = retry["maxRetries"] == nil || retry["maxRetries"]?.int == -1
        return retry["policy"]?.string == "constant" && isEndless
    }

    /// What each target uses, by the kind of policy.
    private var uses: [(kind: String, name: Node)] {
        let apps = targets.entries("apps").map(\.value)
        let components = targets.entries("components").flatMap { $0.value.mapping?.map(\.value) ?? [] }
        return (apps + components).flatMap { target in
            [("timeouts", "timeout"), ("retries", "retry"), ("circuitBreakers", "circuitBreaker")].compactMap {
                kind, use in target[use].map { (kind, $0) }
            }
        }
    }

    fileprivate var undefinedPolicies: [Fault] {
        uses.filter { policies[$0.kind]?[$0.name.string ?? ""] == nil }.map {
            file.fault($0.name, "there is no policy '\($0.name.string ?? "")' under \($0.kind)")
        }
    }

    /// A repeated write of state looks like a conflict, and a repeated call is a second command.
    fileprivate var repetitions: [Fault] {
        let calls = targets.entries("apps").compactMap { $0.value["retry"] }
        let writes = targets.entries("components").compactMap { $0.value["outbound"]?["retry"] }
        return (calls + writes).map {
            file.fault($0, "a sidecar must not repeat calls, writes or publishes: one command could become two")
        }
    }
}
