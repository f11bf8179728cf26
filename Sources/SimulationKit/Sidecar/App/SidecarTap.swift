public import SidecarRules

/// Changes what passes between an application and its sidecar, as a faulty codec would.
public struct SidecarTap: Sendable {
    /// Changes a request that the application sends.
    public var sent: @Sendable (inout SidecarRequest) -> Void = { _ in }
    /// Changes what the application takes the sidecar's answer for.
    public var answered: @Sendable (SidecarRequest, inout SidecarResponse) -> Void = { _, _ in }
    /// Changes what the application takes the sidecar's request for.
    public var received: @Sendable (inout SidecarRequest) -> Void = { _ in }
    /// Changes what the application answers.
    public var replied: @Sendable (SidecarRequest, inout SidecarResponse) -> Void = { _, _ in }

    /// A tap that changes nothing.
    public init() {}
}
