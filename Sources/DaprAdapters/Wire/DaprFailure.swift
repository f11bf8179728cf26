internal import ServicePorts

/// A call of the sidecar that did not succeed: which call, of which component, and what came back.
public struct DaprFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is known of the call's outcome.
    public enum Outcome: Sendable, Equatable {
        /// The sidecar never got it.
        case notSent
        /// No answer: it may have been carried out.
        case unanswered(isTimeout: Bool)
        /// An answer of that status.
        case answered(status: Int)
    }

    /// Method and path of the request.
    public let call: String
    /// Name of the component, application or job that it was about.
    public let component: String
    /// What is known of its outcome.
    public let outcome: Outcome
    /// `errorCode` of the sidecar's answer; empty without one.
    public let errorCode: String
    /// The sidecar's own message, or the transport's.
    public let message: String

    /// The status of the answer; nil without one.
    public var status: Int? {
        if case .answered(let status) = outcome { status } else { nil }
    }

    /// The whole story in one line.
    public var description: String {
        let code = errorCode.isEmpty ? "" : " " + errorCode
        let seen =
            switch outcome {
            case .notSent: "not sent"
            case .unanswered(let isTimeout): isTimeout ? "no answer in time" : "no answer"
            case .answered(let status): "answered \(status)\(code)"
            }
        return "\(call) (\(component)): \(seen): \(message)"
    }
}

extension DaprFailure {
    /// The failure that an answer tells, in either shape of the sidecar's errors or in plain text.
    init(_ response: DaprResponse, to request: DaprRequest, of component: String) {
        let body = try? JSONCodec.decode(ErrorBody.self, from: response.body)
        call = "\(request.method.rawValue) \(request.path)"
        self.component = component
        outcome = .answered(status: response.status)
        errorCode = body?.errorCode ?? ""
        let text = body?.message ?? String(decoding: response.body.prefix(300), as: UTF8.self)
        let hint = response.status == 401 && body == nil ? "; the DAPR_API_TOKEN of both sides must be the same" : ""
        message = (text.isEmpty ? "no message" : text) + hint
    }

    /// The failure of a request without an answer; throws the caller's own error when it was interrupted.
    init(_ error: DaprTransportError, of request: DaprRequest, of component: String) throws {
        call = "\(request.method.rawValue) \(request.path)"
        self.component = component
        errorCode = ""
        switch error {
        case .notSent(let cause): (outcome, message) = (.notSent, cause)
        case .noAnswer(let cause): (outcome, message) = (.unanswered(isTimeout: false), cause)
        case .timeout(let timeout): (outcome, message) = (.unanswered(isTimeout: true), "waited \(timeout)")
        case .interrupted(let cause): throw cause
        }
    }

    /// True when the sidecar surely did nothing and the same call may work later: it was not there, refused the token,
    /// has no such component or interface, or is too busy.
    var didNothing: Bool {
        switch outcome {
        case .notSent: true
        case .unanswered: false
        case .answered(let status):
            [401, 404, 429].contains(status) || errorCode.hasSuffix("_NOT_FOUND")
                || errorCode.hasSuffix("_NOT_CONFIGURED")
        }
    }

    /// True when the sidecar does not know the path: an older version, or an interface that is not allowed.
    var isUnknownRoute: Bool {
        status == 404 && (errorCode == "ERR_DIRECT_INVOKE" || errorCode.isEmpty)
    }

    private struct ErrorBody: Decodable {
        var errorCode: String
        var message: String?
    }
}
