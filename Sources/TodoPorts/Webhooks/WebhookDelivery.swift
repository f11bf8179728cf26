public import CivilTime
public import TodoDomain

/// Something that is to be sent, or was sent, to a webhook.
public struct WebhookDelivery: Hashable, Sendable {
    /// How far it has come.
    public enum State: String, Sendable, CaseIterable {
        /// It will be tried, or tried again.
        case pending
        /// The receiver took it.
        case delivered
        /// It was given up.
        case failed
    }

    /// Identity of the message, the same in every attempt; for events that of the event.
    public var id: String
    /// To which webhook.
    public var webhookID: String
    /// Whose webhook it is.
    public var userID: UserID
    /// What the message is, such as `task.created`.
    public var type: String
    /// The bytes that are sent, the same in every attempt.
    public var body: [UInt8]
    /// True for what a user asked for to try the webhook: it is sent once, also while the webhook is off.
    public var isTest: Bool
    /// When it was put down.
    public var createdAt: Timestamp
    /// How far it has come.
    public var state: State
    /// Attempts that have ended.
    public var attempts: Int
    /// When it is tried next, if it is pending.
    public var nextAttemptAt: Timestamp
    /// How the last attempt ended; nil before the first.
    public var lastAttempt: Outcome?

    /// How an attempt ended.
    public struct Outcome: Hashable, Sendable {
        /// When.
        public var at: Timestamp
        /// The receiver's HTTP status; nil when it gave none.
        public var status: Int?
        /// What was wrong; nil when nothing was.
        public var error: String?

        /// An outcome with every field given.
        public init(at: Timestamp, status: Int?, error: String?) {
            self.at = at
            self.status = status
            self.error = error
        }
    }

    /// A delivery that has not been tried.
    public init(
        id: String, webhookID: String, userID: UserID, type: String, body: [UInt8], isTest: Bool = false,
        createdAt: Timestamp
    ) {
        self.id = id
        self.webhookID = webhookID
        self.userID = userID
        self.type = type
        self.body = body
        self.isTest = isTest
        self.createdAt = createdAt
        state = .pending
        attempts = 0
        nextAttemptAt = createdAt
        lastAttempt = nil
    }
}

/// An event that a user's webhooks may want.
public struct WebhookEvent: Hashable, Sendable {
    /// The event's identity.
    public var id: String
    /// Whose event it is.
    public var userID: UserID
    /// What happened.
    public var eventType: TaskEvent.EventType
    /// Place of the change in its user's sequence.
    public var sequence: Int64
    /// The bytes that are sent.
    public var body: [UInt8]

    /// An event with every field given.
    public init(id: String, userID: UserID, eventType: TaskEvent.EventType, sequence: Int64, body: [UInt8]) {
        self.id = id
        self.userID = userID
        self.eventType = eventType
        self.sequence = sequence
        self.body = body
    }

    /// The delivery of the event to a webhook.
    public func delivery(to webhookID: String, at instant: Timestamp) -> WebhookDelivery {
        WebhookDelivery(
            id: id, webhookID: webhookID, userID: userID, type: eventType.webhookName, body: body, createdAt: instant)
    }
}

extension TaskEvent.EventType {
    /// What the type is called in webhooks, such as `task.created`.
    public var webhookName: String { "task.\(rawValue)" }
}

/// How an attempt ended and what follows from it.
public struct WebhookAttempt: Hashable, Sendable {
    /// What was tried.
    public var deliveryID: String
    /// To which webhook.
    public var webhookID: String
    /// Attempts that had ended before this one; when it is another number by now, the attempt is not recorded.
    public var attemptsBefore: Int
    /// How it ended.
    public var outcome: WebhookDelivery.Outcome
    /// How far the delivery has come with it.
    public var state: WebhookDelivery.State
    /// When it is tried again, if it is pending.
    public var nextAttemptAt: Timestamp
    /// How well the webhook's deliveries go with it; nil when the attempt says nothing of that.
    ///
    /// With a reason in `switchedOffBecause` the webhook is switched off. A webhook that is off keeps its
    /// health, and so does one that has had another success than the one in `lastSuccessAt`, unless this attempt is a
    /// success or the receiver is gone.
    public var health: WebhookHealth?

    /// An attempt with every field given.
    public init(
        deliveryID: String, webhookID: String, attemptsBefore: Int, outcome: WebhookDelivery.Outcome,
        state: WebhookDelivery.State, nextAttemptAt: Timestamp, health: WebhookHealth?
    ) {
        self.deliveryID = deliveryID
        self.webhookID = webhookID
        self.attemptsBefore = attemptsBefore
        self.outcome = outcome
        self.state = state
        self.nextAttemptAt = nextAttemptAt
        self.health = health
    }

    /// True when the health counts although something was delivered after the attempt began.
    public var isConclusive: Bool { health?.failures == 0 || outcome.status == 410 }
}
