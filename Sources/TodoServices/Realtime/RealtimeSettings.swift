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

        /// Time between two looks whether somebody missed the last update of all.
        public var lookAround: Duration
        /// The most listeners whose missed updates are read at once.
        public var mostReaders: Int
        /// The most connections of one user at this replica.
        public var mostConnectionsPerUser: Int
        /// The shortest time between two words to a user of how many connections there are; nil to say none.
        public var presencePause: Duration?

        /// Settings with the given values.
        public init(
            pageSize: Int = 256, timeout: Duration = .seconds(5), mostAttempts: Int = 6,
            pauses: DeliveryRetryPolicy = .init(firstPause: .milliseconds(100), longestPause: .seconds(5)),
            lookAround: Duration = .seconds(300), mostReaders: Int = 32,
            mostConnectionsPerUser: Int = 100, presencePause: Duration? = .seconds(1)
        ) {
            self.pageSize = pageSize
            self.timeout = timeout
            self.mostAttempts = mostAttempts
            self.pauses = pauses
            self.lookAround = lookAround
            self.mostReaders = mostReaders
            self.mostConnectionsPerUser = mostConnectionsPerUser
            self.presencePause = presencePause
        }
    }
}
