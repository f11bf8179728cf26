internal import AsyncHTTPClient
internal import DaprAdapters
internal import NIOCore
internal import NIOPosix

extension DaprTransportError {
    /// What is known of a request after a client's error; in doubt it may have been carried out.
    init(_ error: any Error, from url: String, timeout: Duration) {
        switch error {
        case is CancellationError: self = .interrupted(error)
        case let error as HTTPClientError where error == .cancelled: self = .interrupted(CancellationError())
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout, .writeTimeout].contains(error):
            self = .timeout(timeout)
        case let error as HTTPClientError
        where [.connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .alreadyShutdown].contains(error):
            self = .notSent("\(error)")
        case let error as NIOConnectionError: self = .notSent("cannot connect to \(error.host):\(error.port)")
        case let error as IOError where error.errnoCode == connectionRefused:
            self = .notSent("nobody listens at \(url)")
        default: self = .noAnswer("\(error)")
        }
    }
}

/// `ECONNREFUSED` of Linux.
private let connectionRefused: CInt = 111
