internal import HTTPTypes

/// Every kind of refusal that the front doors answer with; the name is the problem's `code` and ends its `type` URI.
enum ProblemKind: String, CaseIterable, Sendable {
    case malformedJSON = "malformed_json"
    case malformedRequest = "malformed_request"
    case unknownParameter = "unknown_parameter"
    case invalidParameter = "invalid_parameter"
    case unauthenticated
    case invalidCredentials = "invalid_credentials"
    case forbidden
    case insufficientScope = "insufficient_scope"
    case sessionRequired = "session_required"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case conflict
    case emailTaken = "email_taken"
    case versionMismatch = "version_mismatch"
    case preconditionRequired = "precondition_required"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case headersTooLarge = "headers_too_large"
    case invalid
    case keyReused = "idempotency_key_reused"
    case tooManyConnections = "too_many_connections"
    case tooManyRequests = "too_many_requests"
    case tooManyAttempts = "too_many_attempts"
    case requestTimeout = "request_timeout"
    case deadlineExceeded = "deadline_exceeded"
    case upgradeRequired = "upgrade_required"
    case internalError = "internal_error"
    case unavailable

    /// The HTTP status that goes with the kind.
    var status: HTTPResponse.Status {
        switch self {
        case .malformedJSON, .malformedRequest, .unknownParameter, .invalidParameter: .badRequest
        case .unauthenticated, .invalidCredentials: .unauthorized
        case .forbidden, .insufficientScope, .sessionRequired: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict, .emailTaken: .conflict
        case .versionMismatch: .preconditionFailed
        case .preconditionRequired: .preconditionRequired
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .invalid, .keyReused: .unprocessableContent
        case .tooManyConnections, .tooManyRequests, .tooManyAttempts: .tooManyRequests
        case .requestTimeout: .requestTimeout
        case .upgradeRequired: .upgradeRequired
        case .internalError: .internalServerError
        case .unavailable, .deadlineExceeded: .serviceUnavailable
        }
    }

    /// The summary that every problem of this kind has.
    var title: String {
        switch self {
        case .malformedJSON: "The body is not JSON"
        case .malformedRequest: "The request is malformed"
        case .unknownParameter: "The query has an unknown parameter"
        case .invalidParameter: "A query parameter has an invalid value"
        case .unauthenticated: "A valid access token is needed"
        case .invalidCredentials: "The email or the password is wrong"
        case .forbidden: "The token is for another user"
        case .insufficientScope: "The API token is not for this"
        case .sessionRequired: "An API token cannot do this"
        case .notFound: "There is nothing here"
        case .methodNotAllowed: "The method is not allowed here"
        case .conflict: "The request conflicts with the current state"
        case .emailTaken: "The email already has an account"
        case .versionMismatch: "The resource has changed"
        case .preconditionRequired: "The request must say what it changes"
        case .bodyTooLarge: "The body is too large"
        case .unsupportedMediaType: "The body is of a type that is not taken here"
        case .headersTooLarge: "The headers are too large"
        case .invalid: "The input is invalid"
        case .keyReused: "The idempotency key belongs to another request"
        case .tooManyConnections: "As many connections are open as one user may have"
        case .tooManyRequests: "There were too many requests"
        case .tooManyAttempts: "There were too many attempts"
        case .requestTimeout: "The request took too long to come"
        case .deadlineExceeded: "The request took too long"
        case .upgradeRequired: "This address speaks WebSocket only"
        case .internalError: "Something went wrong on our side"
        case .unavailable: "The service cannot answer now"
        }
    }

    /// The `type` URI: a reference within this server, which answers it with a description.
    var typeReference: String { "/problems/" + rawValue }
}
