internal import TodoDomain
internal import TodoPorts

/// What a webhook is made with, or changed to, checked but for its URL.
struct WebhookInput {
    var url: String?
    var settings: WebhookSettings

    static let mostDescriptionCharacters = 200
    /// The types of events, in the words of the API.
    static let typeNames = EventTypes.all.map(\.webhookName)

    private enum EventTypes {
        static let all: [TaskEvent.EventType] = [.created, .updated, .completed, .deleted]
    }

    /// Reads `{url, event_types, description, active}` over what there is; throws a `Problem` with every fault.
    init(_ json: JSONValue, over former: WebhookSettings?) throws(Problem) {
        var reader = JSONObjectReader(json)
        url = former == nil ? reader.requiredString("url") : reader.string("url")
        settings = former ?? WebhookSettings(url: "")
        settings.url = url ?? settings.url
        if let types = WebhookInput.types(in: &reader) { settings.eventTypes = types }
        if let description = reader.string("description") {
            let isPlain = description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            if description.count > WebhookInput.mostDescriptionCharacters || !isPlain {
                reader.fault(
                    "description", "invalid",
                    "a description has at most \(WebhookInput.mostDescriptionCharacters) characters, none of them a"
                        + " control character")
            }
            settings.description = description
        }
        settings.isActive = reader.boolean("active") ?? settings.isActive
        try reader.finish()
    }

    /// The types that were given; nil when there are none, and nil inside for all.
    private static func types(in reader: inout JSONObjectReader) -> [TaskEvent.EventType]?? {
        switch reader.member("event_types") {
        case nil: return nil
        case .null: return .some(nil)
        case .array(let values) where !values.isEmpty:
            let wanted = values.compactMap { value in
                EventTypes.all.first { .string($0.webhookName) == value }
            }
            if wanted.count == values.count { return .some(EventTypes.all.filter(wanted.contains)) }
        default: break
        }
        reader.fault(
            "event_types", "invalid",
            "expected null for every type, or an array of at least one of \(typeNames.joined(separator: ", "))")
        return nil
    }
}
