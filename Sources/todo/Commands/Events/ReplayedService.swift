internal import DaprAdapters
internal import DaprHTTP
internal import FoundationEssentials
internal import SidecarRules

/// The service that events are brought to, asked as its sidecar asks it.
struct ReplayedService {
    /// As long as a handler may take.
    private static let patience: Duration = .seconds(60)

    private let transport: HTTPDaprTransport
    private let url: String
    private let path: String
    private let topic: String
    private let group: String

    /// The service at that address; throws `SettingsFault` when it is none.
    init(url: String, token: String?, topic: String, group: String) throws(SettingsFault) {
        guard let address = URL(string: url), ["http", "https"].contains(address.scheme), address.host != nil,
            address.query == nil, address.fragment == nil
        else {
            throw SettingsFault("--to: '\(url)' is no address of a service, such as http://127.0.0.1:8080")
        }
        let endpoint = DaprEndpoint(url: url, apiToken: token)
        transport = HTTPDaprTransport(endpoint)
        path = DaprCallbackSettings().path(ofTopic: topic, group: group)
        self.url = endpoint.url + path
        self.topic = topic
        self.group = group
    }

    /// Closes the connections.
    func close() async {
        try? await transport.shutdown()
    }

    /// The service's answer; throws `ProgramFault` when it says nothing of this event but of all.
    func deliver(_ event: ReplayedEvent) async throws(ProgramFault) -> ReplayLine.Result {
        let request = DaprRequest(
            .post, path, headers: ["content-type": "application/cloudevents+json"], body: event.body)
        let response: DaprResponse
        do throws(DaprTransportError) {
            response = try await transport.send(request, timeout: ReplayedService.patience)
        } catch {
            switch error {
            case .notSent(let cause):
                throw ProgramFault("\(url) cannot be reached: \(cause); name with --to where the service listens")
            case .noAnswer(let cause): return .retry(reason: "the service did not answer: \(cause)")
            case .timeout(let timeout): return .retry(reason: "the service did not answer within \(timeout)")
            case .interrupted(let cause): throw ProgramFault("the request to \(url) was interrupted: \(cause)")
            }
        }
        return try result(of: response)
    }

    /// What the answer says of the event, by the sidecar's rules; other than there, a 404 ends everything.
    private func result(of response: DaprResponse) throws(ProgramFault) -> ReplayLine.Result {
        switch response.status {
        case 401:
            throw ProgramFault(
                "\(url) refuses the token (401); give the APP_API_TOKEN of the service's sidecar with --token-file")
        case 404: throw ProgramFault("\(url) is not there (404); name with --to the port that the sidecar calls")
        case 503:
            throw ProgramFault(
                "\(url) takes no events now (503); the service must run and subscribe '\(topic)' as '\(group)'")
        default: break
        }
        switch SidecarDelivery.verdict(on: SidecarResponse(response.status, body: response.body)) {
        case .acknowledged: return .success
        case .retry(let reason): return .retry(reason: reason)
        case .dropped(let reason): return .drop(reason: reason)
        }
    }
}
