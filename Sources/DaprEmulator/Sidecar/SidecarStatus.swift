internal import SidecarRules
internal import Synchronization

/// What a sidecar is about at present.
final class SidecarStatus: Sendable {
    private struct State {
        var isOutboundReady = false
        var isReady = false
        var isHeldBack = false
        var takesCalls = false
        var subscriptions: [SidecarSubscription] = []
        var extended: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// True once requests of the application are carried out.
    var isOutboundReady: Bool {
        get { state.withLock { $0.isOutboundReady && !$0.isHeldBack } }
        set { state.withLock { $0.isOutboundReady = newValue } }
    }

    /// True once deliveries and triggers come too.
    var isReady: Bool {
        get { state.withLock { $0.isReady && !$0.isHeldBack } }
        set { state.withLock { $0.isReady = newValue } }
    }

    /// True makes both kinds of health fail.
    var isHeldBack: Bool {
        get { state.withLock(\.isHeldBack) }
        set { state.withLock { $0.isHeldBack = newValue } }
    }

    /// True while the application listens and is healthy.
    var takesCalls: Bool {
        get { state.withLock(\.takesCalls) }
        set { state.withLock { $0.takesCalls = newValue } }
    }

    /// The subscriptions that hold.
    var subscriptions: [SidecarSubscription] {
        get { state.withLock(\.subscriptions) }
        set { state.withLock { $0.subscriptions = newValue } }
    }

    /// What the application put into the metadata.
    var extended: [String: String] {
        get { state.withLock(\.extended) }
        set { state.withLock { $0.extended = newValue } }
    }

    func extend(_ name: String, _ value: String) {
        state.withLock { $0.extended[name] = value }
    }
}
