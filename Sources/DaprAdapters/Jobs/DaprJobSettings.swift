/// How the job scheduler uses the sidecar's jobs.
public struct DaprJobSettings: Sendable {
    /// Pause between attempts at a run that fails; it is tried for ever.
    public var retryInterval: Duration = .seconds(1)
    /// How long before its due instant, by this application's clock, a callback is held until then; one that comes
    /// earlier is sent back to come again.
    public var longestHold: Duration = .seconds(5)

    /// The defaults: a second, and five.
    public init() {}
}
