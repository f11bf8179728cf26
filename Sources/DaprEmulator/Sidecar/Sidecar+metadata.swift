internal import SidecarRules

extension Sidecar {
    /// The release whose contract the emulator keeps.
    static let runtimeVersion = "1.18.3"

    /// Tells what the sidecar is, or keeps one more entry for the application.
    func handleMetadata(_ request: SidecarRequest) throws(SidecarError) -> SidecarResponse {
        if request.method == .put {
            status.extend(request.segments[2], String(decoding: request.body, as: UTF8.self))
            return .noContent
        }
        var members: [String: SidecarJSON] = [
            "id": .string(description.appID), "runtimeVersion": .string(Sidecar.runtimeVersion),
            "enabledFeatures": .array([]), "actors": .array([]), "components": .array(components),
            "extended": .object(extended), "subscriptions": .array(status.subscriptions.map(told)),
            "httpEndpoints": .array([]),
            "scheduler": .object(["connected_addresses": .array([.string("\(core.settings.host):50006")])]),
        ]
        if let port = description.appPort {
            members["appConnectionProperties"] = .object([
                "port": .number("\(port)"), "protocol": .string("http"),
                "channelAddress": .string(description.appHost),
            ])
        }
        return .json(.object(members))
    }

    private var extended: [String: SidecarJSON] {
        let own = ["daprRuntimeVersion": Sidecar.runtimeVersion]
        return status.extended.merging(own) { $1 }.mapValues(SidecarJSON.string)
    }

    private var components: [SidecarJSON] {
        let settings = core.settings
        let all =
            settings.pubSubs.filter { isScoped($0.appIDs) }.map { ($0.name, "pubsub.kafka") }
            + settings.stateStores.filter { isScoped($0.appIDs) }.map { ($0.name, "state.postgresql") }
            + settings.secretStores.filter { isScoped($0.appIDs) }.map { ($0.name, $0.store.componentType) }
        return all.map { name, type in
            .object([
                "name": .string(name), "type": .string(type), "version": .string("v1"), "capabilities": .array([]),
            ])
        }
    }

    private func told(_ subscription: SidecarSubscription) -> SidecarJSON {
        var rules = subscription.rules.map { rule in
            SidecarJSON.object(["match": .string(rule.match), "path": .string(rule.path)])
        }
        if let path = subscription.defaultPath {
            rules.append(.object(["match": .string(""), "path": .string(path)]))
        }
        let isDeclared = description.declaredSubscriptions.contains(subscription)
        var members: [String: SidecarJSON] = [
            "pubsubname": .string(subscription.component), "topic": .string(subscription.topic),
            "rules": .array(rules), "type": .string(isDeclared ? "DECLARATIVE" : "PROGRAMMATIC"),
        ]
        members["deadLetterTopic"] = subscription.deadLetterTopic.map(SidecarJSON.string)
        return .object(members)
    }
}

extension SidecarSecrets.Store {
    /// The type of component that behaves so.
    fileprivate var componentType: String {
        switch self {
        case .file: "secretstores.local.file"
        case .environment: "secretstores.local.env"
        }
    }
}
