public import CivilTime
public import TodoDomain

/// An URL of a user's to which events of the user's tasks are sent.
public struct Webhook: Hashable, Sendable {
    /// Its name in the API.
    public var id: String
    /// Whose tasks it hears of.
    public var userID: UserID
    /// What its user decides.
    public var settings: WebhookSettings
    /// Signs what is sent: `whsec_` and 32 bytes in Base64.
    public var secret: String
    /// The secret before the last rotation, which signs too until that instant; nil when there is none.
    public var formerSecret: FormerSecret?
    /// How well deliveries go.
    public var health: WebhookHealth
    /// Events that were left out because too many deliveries were waiting.
    public var missedEvents: Int
    /// When it was made.
    public var createdAt: Timestamp

    /// A secret that is being given up.
    public struct FormerSecret: Hashable, Sendable {
        /// The secret.
        public var secret: String
        /// Until when it signs.
        public var until: Timestamp

        /// A secret with its end.
        public init(secret: String, until: Timestamp) {
            self.secret = secret
            self.until = until
        }
    }

    /// A webhook with every field given.
    public init(
        id: String, userID: UserID, settings: WebhookSettings, secret: String, formerSecret: FormerSecret? = nil,
        health: WebhookHealth = .init(), missedEvents: Int = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.settings = settings
        self.secret = secret
        self.formerSecret = formerSecret
        self.health = health
        self.missedEvents = missedEvents
        self.createdAt = createdAt
    }

    /// The secrets that sign at an instant, the newest first.
    public func secrets(at instant: Timestamp) -> [String] {
        guard let formerSecret, formerSecret.until > instant else { return [secret] }
        return [secret, formerSecret.secret]
    }

    /// True when the webhook is to hear of events of that type.
    public func wants(_ type: TaskEvent.EventType) -> Bool {
        settings.isActive && (settings.eventTypes?.contains(type) ?? true)
    }
}

/// What a webhook's user decides.
public struct WebhookSettings: Hashable, Sendable {
    /// Where to send to.
    public var url: String
    /// The types of events to send; nil for all.
    public var eventTypes: [TaskEvent.EventType]?
    /// What it is for, in its user's words.
    public var description: String
    /// False while nothing is to be sent.
    public var isActive: Bool

    /// Settings with every field given.
    public init(
        url: String, eventTypes: [TaskEvent.EventType]? = nil, description: String = "", isActive: Bool = true
    ) {
        self.url = url
        self.eventTypes = eventTypes
        self.description = description
        self.isActive = isActive
    }
}

/// How well a webhook's deliveries go; a success or switching on begins it anew.
public struct WebhookHealth: Hashable, Sendable {
    /// Failed attempts since the last success.
    public var failures: Int
    /// When the first of them was; nil when there is none.
    public var failingSince: Timestamp?
    /// Until when nothing is tried; the epoch for no pause.
    public var pausedUntil: Timestamp
    /// When something was delivered last; nil when nothing ever was.
    public var lastSuccessAt: Timestamp?
    /// Why the service switched the webhook off; nil when it did not.
    public var switchedOffBecause: String?

    /// A health with every field given.
    public init(
        failures: Int = 0, failingSince: Timestamp? = nil, pausedUntil: Timestamp = .epoch,
        lastSuccessAt: Timestamp? = nil, switchedOffBecause: String? = nil
    ) {
        self.failures = failures
        self.failingSince = failingSince
        self.pausedUntil = pausedUntil
        self.lastSuccessAt = lastSuccessAt
        self.switchedOffBecause = switchedOffBecause
    }
}
