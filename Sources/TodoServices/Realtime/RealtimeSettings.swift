public import ServicePorts

extension RealtimeService {
    /// What can be set about the service.
    public struct Settings: Sendable {
        /// Updates read at once for a client that looks back.
        public var pageSize: Int
        /// Bound on each request to the task service.
        public var timeout: Duration
        /// Requests before a client is told to reconnect.
        public var mostAttempts: Int
        /// Pauses between those requests.
        public var pauses: DeliveryRetryPolicy

        /// Settings with the given values.
        public init(
            pageSize: Int = 256, timeout: Duration = .seconds(5), mostAttempts: Int = 6,
            pauses: DeliveryRetryPolicy = .init(firstPause: .milliseconds(100), longestPause: .seconds(5))
        ) {
            self.pageSize = pageSize
            self.timeout = timeout
            self.mostAttempts = mostAttempts
            self.pauses = pauses
        }
    }
}
