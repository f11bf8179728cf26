internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

extension TodoSystem {
    /// Gives each user a webhook for everything, one for completions and one that is off, from the beginning on.
    func makeWebhooks(for users: [UserID]) throws {
        for user in users {
            let kinds: [(name: String, types: [TaskEvent.EventType]?, isActive: Bool)] = [
                ("all", nil, true), ("completions", [.completed], true), ("off", nil, false),
            ]
            for kind in kinds {
                let webhook = Webhook(
                    id: "\(user)-\(kind.name)", userID: user,
                    settings: WebhookSettings(
                        url: "https://\(kind.name).\(user).example.com/", eventTypes: kind.types,
                        isActive: kind.isActive),
                    secret: "whsec_", createdAt: simulation.now)
                try webhooks.transaction { try $0.create(webhook, mostPerUser: kinds.count) }
                webhooksByURL[webhook.settings.url] = webhook
            }
        }
    }

    /// Deliveries that wait for a receiver.
    var pendingWebhooks: [WebhookDelivery] {
        webhooks.transaction { tables in tables.allDeliveries.filter { $0.state == .pending } }
    }
}
