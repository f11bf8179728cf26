internal import ServicePorts

/// One subscription's handler with the payload type erased.
struct GroupMember: Sendable {
    /// Distinguishes members of one bus.
    let number: Int
    let retry: DeliveryRetryPolicy
    /// Decodes the body and asks the handler.
    let deliver: @Sendable (_ body: [UInt8], _ attempt: Int) async -> Acknowledgement

    init<Payload>(
        number: Int, topic: Topic<Payload>, retry: DeliveryRetryPolicy,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) {
        self.number = number
        self.retry = retry
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
