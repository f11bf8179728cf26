internal import Synchronization

/// Which interface the sidecar has for publishing in bulk; learned from its answers.
final class BulkRoute: Sendable {
    /// Stable since 1.17, alpha before, none before that or where the interface is not allowed.
    private static let versions = ["v1.0", "v1.0-alpha1"]
    private let next: Mutex<Int> = Mutex(0)

    /// The version to try; nil when the sidecar has none.
    var version: String? {
        next.withLock { $0 < BulkRoute.versions.count ? BulkRoute.versions[$0] : nil }
    }

    /// The sidecar does not know that version.
    func isUnknown(_ version: String) {
        next.withLock { next in
            if next < BulkRoute.versions.count, BulkRoute.versions[next] == version { next += 1 }
        }
    }
}
