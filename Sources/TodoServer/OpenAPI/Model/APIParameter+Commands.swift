internal import TodoDomain

extension APIParameter {
    /// Names a command, so that repeating it has one effect.
    static let idempotencyKey = APIParameter.header(
        "Idempotency-Key", .text(1...200, pattern: "^[!-~]+$"),
        "Names the request: repeated with the same key it has one effect and the same answer")
    /// The version that the command is meant for.
    static let ifMatch = APIParameter.header(
        "If-Match", .text(pattern: #"^(\*|"[0-9]{1,18}")$"#),
        "The `ETag` of what is to be changed: by then changed by somebody else, it is left as it is")
    /// The version that is known already.
    static let ifNoneMatch = APIParameter.header(
        "If-None-Match", .text(), "The `ETag` of what is known already: unchanged, it is not sent again")
    /// Which client a change comes from.
    static let sourceClient = APIParameter.header(
        "X-Source-Client", .choice(["web", "mobile", "api"]),
        "Which kind of client the change comes from, for other clients to see")
    /// The caller's trace.
    static let traceParent = APIParameter.header(
        "traceparent", .text(), "W3C trace context, which events carry on; a malformed one is passed over")

    /// Headers of every command.
    static let command: [APIParameter] = [idempotencyKey, sourceClient, traceParent]
}

extension [ProblemKind] {
    /// Refusals that every command may meet.
    static let ofCommand: [ProblemKind] = [.keyReused, .unavailable]
    /// Refusals of a command that takes no input, should it get some.
    static let ofNoInput: [ProblemKind] = [.malformedJSON, .unsupportedMediaType, .bodyTooLarge, .invalid]
}
