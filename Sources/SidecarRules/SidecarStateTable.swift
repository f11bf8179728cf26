public import CivilTime
public import ServicePorts

/// What the rules of the state interface need of a store; each call happens at one instant.
public protocol SidecarStateTable {
    /// The live entry of a key; nil when absent or expired.
    func entry(_ key: String) -> StateEntry?

    /// When a live key expires; nil for never.
    func expiry(of key: String) -> Timestamp?

    /// Applies all writes or none; throws `StateStoreError`.
    func apply(_ batch: [StateWrite]) throws
}
