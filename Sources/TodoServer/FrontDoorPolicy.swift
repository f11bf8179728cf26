public import ServicePorts

/// What a front door asks of those who come in, beside a token.
public struct FrontDoorPolicy: Sendable {
    /// True when a change of a task must say in `If-Match` what it changes.
    public var requiresPreconditions = false
    /// Origins whose pages may call the API from a browser.
    public var sharedOrigins: Set<String> = []
    /// True when answers are compressed for those who take it.
    public var compresses = true
    /// True when messages over WebSockets are compressed for clients that offer it.
    public var compressesSockets = false
    /// How long a request to the API may take.
    public var requestTimeout: Duration = .seconds(30)
    /// How many proxies of our own every request comes through.
    public var proxies = 0
    /// Attempts to sign in that need no wait.
    public var freeSignInAttempts = 10
    /// Accounts made from one address in an hour; 0 for any number.
    public var signUpsPerHour = 600
    /// Counts requests; nil when they are not limited.
    public var limits: RequestLimits?
    /// Where counts of attempts are shared; nil when each process has its own.
    public var state: (any StateStore)?

    /// A policy without limits on requests, whose counts are this process's own.
    public init() {}

    /// Why a text is no origin; nil when it is one.
    public static func fault(ofOrigin text: String) -> String? { CrossOriginSharing.fault(of: text) }
}
