internal import DaprEmulator
internal import FoundationEssentials
internal import SidecarRules

extension EmulatorFile {
    /// Adds a component, which is written as Dapr's are: a name, a type, and metadata of texts.
    mutating func add(_ reader: DescriptionReader) throws {
        try reader.requireOnly(["name", "type", "metadata", "scopes", "inboundRetry"])
        let name = try reader.required("name")
        let type = try reader.required("type")
        let appIDs = Set(try reader.texts("scopes"))
        let metadata = try reader.object("metadata") ?? DescriptionReader(.object([:]), at: "metadata")
        switch type {
        case "pubsub.kafka":
            var component = try EmulatorFile.pubSub(name, metadata)
            component.appIDs = appIDs
            component.inbound = try reader.object("inboundRetry").map(EmulatorFile.retryPolicy)
            settings.pubSubs.append(component)
        case "state.in-memory", "state.postgresql":
            var component = StateComponent(name: name)
            component.appIDs = appIDs
            component.insertConflict = type == "state.postgresql" ? .failure : .conflict
            component.hasNumericETags = type == "state.postgresql"
            settings.stateStores.append(component)
        case "secretstores.local.file", "secretstores.local.env":
            var component = SecretComponent(name: name, store: try EmulatorFile.secrets(type, metadata))
            component.appIDs = appIDs
            settings.secretStores.append(component)
        default:
            throw DescriptionError(
                "\(reader.place) is of type '\(type)', which is none of pubsub.kafka, state.in-memory, "
                    + "state.postgresql, secretstores.local.file, secretstores.local.env")
        }
    }

    private static func pubSub(_ name: String, _ metadata: DescriptionReader) throws -> PubSubComponent {
        try metadata.requireOnly([
            "consumerGroup", "consumerID", "initialOffset", "backOffDuration", "publishingScopes",
            "subscriptionScopes", "allowedTopics", "protectedTopics", "brokers", "authType",
        ])
        var component = PubSubComponent(name: name)
        component.consumerGroup = try metadata.text("consumerGroup") ?? metadata.text("consumerID")
        component.beginsAtOldest = try metadata.text("initialOffset") == "oldest"
        component.redeliveryPause = try metadata.duration("backOffDuration") ?? component.redeliveryPause
        component.scopes.publishing = SidecarTopicScopes.read(try metadata.text("publishingScopes") ?? "")
        component.scopes.subscription = SidecarTopicScopes.read(try metadata.text("subscriptionScopes") ?? "")
        component.scopes.allowedTopics = topics(try metadata.text("allowedTopics"))
        component.scopes.protectedTopics = topics(try metadata.text("protectedTopics"))
        return component
    }

    private static func topics(_ text: String?) -> Set<String> {
        Set((text ?? "").split(separator: ",").map { $0.filter { $0 != " " } })
    }

    private static func retryPolicy(_ reader: DescriptionReader) throws -> SidecarRetryPolicy {
        try reader.requireOnly(["policy", "duration", "maxInterval", "maxRetries"])
        let limit = try reader.whole("maxRetries", in: -1...1_000_000).flatMap { $0 < 0 ? nil : $0 }
        switch try reader.required("policy") {
        case "constant": return .constant(try reader.duration("duration") ?? .seconds(5), maximumRetries: limit)
        case "exponential":
            return .exponential(longest: try reader.duration("maxInterval") ?? .seconds(60), maximumRetries: limit)
        case let other:
            throw DescriptionError("\(reader.place).policy is '\(other)', neither constant nor exponential")
        }
    }

    private static func secrets(_ type: String, _ metadata: DescriptionReader) throws -> SidecarSecrets.Store {
        guard type == "secretstores.local.file" else { return .environment(ProcessInfo.processInfo.environment) }
        let path = try metadata.required("secretsFile")
        guard let data = FileManager.default.contents(atPath: path), let members = SidecarJSON(Array(data))?.members
        else { throw DescriptionError("\(metadata.place).secretsFile: \(path) is no readable JSON object") }
        return .file(members.compactMapValues(\.text))
    }
}
