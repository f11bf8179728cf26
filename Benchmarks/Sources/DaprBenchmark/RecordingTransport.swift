internal import DaprAdapters
internal import Synchronization

/// Takes every request as done, and keeps it.
final class RecordingTransport: DaprTransport {
    private let recorded: Mutex<[DaprRequest]> = Mutex([])

    var requests: [DaprRequest] { recorded.withLock { $0 } }

    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse {
        recorded.withLock { $0.append(request) }
        return DaprResponse(204)
    }
}
