internal import ServicePorts

/// One subscription's handler with the payload type erased.
struct GroupMember: Sendable {
    let topic: String
    let group: String
    let start: SubscriptionOptions.Start
    let retry: DeliveryRetryPolicy
    /// Decodes the body and asks the handler.
    let deliver: @Sendable (_ body: [UInt8], _ attempt: Int) async -> Acknowledgement

    init<Payload>(
        topic: Topic<Payload>, options: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) {
        self.topic = topic.name
        group = options.group
        start = options.start
        retry = options.retry
        deliver = { body, attempt in
            let event: CloudEvent<Payload>
            do {
                event = try topic.decode(body)
            } catch {
                return .drop(reason: "the event cannot be decoded: \(error)")
            }
            return await handler(Delivery(event: event, attempt: attempt))
        }
    }
}
