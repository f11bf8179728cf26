internal import ServicePorts

extension JobSchedulerError {
    /// The scheduler error that a storage failure means.
    init(_ failure: StorageFailure) {
        switch failure.kind {
        case .undone: self.init(.unavailable, failure.message)
        case .unknown: self.init(.ambiguous, failure.message)
        case .refused: self.init(.invalid, failure.message)
        }
    }
}
