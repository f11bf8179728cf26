import EmbeddedAdapters
import PortContracts

extension Recorder where Element == EmbeddedNotice {
    /// Storage failures among the notices.
    var storageFailures: [EmbeddedNotice] {
        elements.filter { if case .storageFailed = $0 { true } else { false } }
    }
}
