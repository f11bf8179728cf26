public import SidecarRules

/// A running sidecar, as a test holds it.
public struct SidecarEndpoint: Sendable {
    let sidecar: Sidecar

    /// The application's id.
    public var appID: String { sidecar.description.appID }
    /// The port of its HTTP interface.
    public var port: Int { sidecar.listener.port }
    /// Where its HTTP interface is.
    public var baseURL: String { "http://\(sidecar.core.settings.host):\(port)" }
    /// True once deliveries, triggers and calls come to the application.
    public var isReady: Bool { sidecar.status.isReady }
    /// The subscriptions that hold.
    public var subscriptions: [SidecarSubscription] { sidecar.status.subscriptions }

    /// True makes both kinds of health answer 500, as while a sidecar starts.
    public var isHeldBack: Bool {
        get { sidecar.status.isHeldBack }
        nonmutating set { sidecar.status.isHeldBack = newValue }
    }

    /// Ends the sidecar after what it has in hand, for at most five seconds; returns when it has ended.
    public func stop() async {
        sidecar.stopping.open()
        await sidecar.ended.wait()
    }

    /// Ends the sidecar at once, so that what it did within the last second is delivered again; returns when it has
    /// ended.
    public func kill() async {
        sidecar.killed.open()
        await sidecar.ended.wait()
    }
}
