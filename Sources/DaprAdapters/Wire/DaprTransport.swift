/// The way of requests to the sidecar, for example over an HTTP client.
public protocol DaprTransport: Sendable {
    /// The sidecar's answer, whatever its status; throws when there is none.
    ///
    /// It sends the request once: whether another try is safe only the caller knows.
    func send(_ request: DaprRequest, timeout: Duration) async throws(DaprTransportError) -> DaprResponse
}

/// Why a request got no answer.
public enum DaprTransportError: Error, Sendable {
    /// It never reached the sidecar.
    case notSent(String)
    /// The connection broke after it was sent: it may have been carried out.
    case noAnswer(String)
    /// No answer in time: it may have been carried out.
    case timeout(Duration)
    /// The caller was cancelled or its process ends, with that error: it may have been carried out.
    case interrupted(any Error)
}
