internal import ServicePorts
internal import TodoServer

extension FrontDoorPolicy {
    /// As the settings say, counting through that store.
    init(_ settings: Settings, state: (any StateStore)?, clock: any WallClock) {
        self.init()
        requiresPreconditions = settings.text(.requirePreconditions) == "on"
        sharedOrigins = TrustSettings(settings).origins
        compresses = settings.text(.compression) == "on"
        compressesSockets = settings.text(.socketCompression) == "on"
        requestTimeout = .seconds(settings.integer(.requestTimeoutSeconds))
        proxies = settings.integer(.trustedProxies)
        freeSignInAttempts = settings.integer(.freeSignInAttempts)
        signUpsPerHour = settings.integer(.signUpsPerHour)
        limits = RequestLimits(
            perUser: settings.integer(.requestsPerMinutePerUser),
            perAddress: settings.integer(.requestsPerMinutePerAddress), store: state, clock: clock)
        self.state = state
    }

    /// What keeps the counts shared as long as the process serves.
    var loop: BackgroundLoop? {
        limits.map { limits in BackgroundLoop { try await limits.run() } }
    }
}
