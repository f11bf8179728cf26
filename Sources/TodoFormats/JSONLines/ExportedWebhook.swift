public import CivilTime
public import TodoPorts

/// What is known of a webhook, without what signs for it.
public struct ExportedWebhook: Hashable, Codable, Sendable {
    /// Where it sends to.
    public var url: String
    /// The types of events that are sent; nil for all.
    public var eventTypes: [String]?
    /// What it is for, in its user's words.
    public var description: String
    /// False while nothing is sent.
    public var isActive: Bool
    /// When it was made.
    public var createdAt: Timestamp

    /// What may be told of the webhook.
    public init(_ webhook: Webhook) {
        url = webhook.settings.url
        eventTypes = webhook.settings.eventTypes?.map(\.webhookName)
        description = webhook.settings.description
        isActive = webhook.settings.isActive
        createdAt = webhook.createdAt
    }

    private enum CodingKeys: String, CodingKey {
        case url, description
        case eventTypes = "event_types"
        case isActive = "active"
        case createdAt = "created_at"
    }
}
