internal import Synchronization

/// Which version of the jobs interface the sidecar has; learned from its answers.
final class JobRoute: Sendable {
    private let isAlpha: Mutex<Bool> = Mutex(false)

    /// The version to ask.
    var version: String {
        isAlpha.withLock { $0 ? "v1.0-alpha1" : "v1.0" }
    }

    /// True when that version is not known but an older one may be; from now on that one is asked.
    func fallsBack(from version: String) -> Bool {
        guard version == "v1.0" else { return false }
        isAlpha.withLock { $0 = true }
        return true
    }
}
