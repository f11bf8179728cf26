internal import ServicePorts

/// What the application says of one event, in the words that the sidecar knows.
struct EventVerdict: Encodable, Sendable {
    /// Any other word, and these in other letters, would mean `RETRY`.
    enum Status: String, Encodable {
        case success = "SUCCESS"
        case retry = "RETRY"
        case drop = "DROP"
    }

    var status: Status
    /// For whoever reads the traffic; the sidecar ignores it.
    var reason: String?

    static let success = EventVerdict(status: .success)

    /// Said so often that it is kept.
    private static let successResponse = DaprResponse.json(EventVerdict.success)

    var response: DaprResponse {
        status == .success ? EventVerdict.successResponse : .json(self)
    }
}
