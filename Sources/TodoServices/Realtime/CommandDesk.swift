public import ServicePorts
internal import TodoPorts

/// Has the commands carried out that come over connections, by the task service, wherever that is.
///
/// Commands of one connection are handed in one after the other, so that they take effect in the order of sending.
public struct CommandDesk: Sendable {
    private let invoker: any ServiceInvoker
    private let clock: any WallClock
    private let settings: Settings

    /// What can be set about the desk.
    public struct Settings: Sendable {
        /// Bound on each request to the task service.
        public var timeout: Duration
        /// Requests before a client is told to try again.
        public var mostAttempts: Int
        /// Pauses between those requests.
        public var pauses: DeliveryRetryPolicy

        /// Settings with the given values.
        public init(
            timeout: Duration = .seconds(5), mostAttempts: Int = 4,
            pauses: DeliveryRetryPolicy = .init(firstPause: .milliseconds(100), longestPause: .seconds(2))
        ) {
            self.timeout = timeout
            self.mostAttempts = mostAttempts
            self.pauses = pauses
        }
    }

    /// A desk that asks through the invoker.
    public init(invoker: any ServiceInvoker, clock: any WallClock, settings: Settings = .init()) {
        self.invoker = invoker
        self.clock = clock
        self.settings = settings
    }

    /// Carries out a command, again after a pause where no answer came: its name makes that safe.
    public func perform(_ request: PerformCommand) async -> PerformCommandAnswer {
        var answer = PerformCommandAnswer.refused(.outcomeUnknown("the task service was not asked"))
        for attempt in 1...settings.mostAttempts {
            answer = await ask(request)
            guard case .refused(let refusal) = answer, refusal.isWorthAnotherTry, attempt < settings.mostAttempts else {
                return answer
            }
            do { try await clock.sleep(for: settings.pauses.pause(afterAttempt: attempt)) } catch { return answer }
        }
        return answer
    }

    private func ask(_ request: PerformCommand) async -> PerformCommandAnswer {
        do {
            return try await invoker.invoke(BackendMethods.performCommand, request, timeout: settings.timeout)
        } catch {
            return .refused(.outcomeUnknown("\(error)"))
        }
    }
}

extension TaskRefusal {
    /// True when the task service could not say, rather than would not do.
    public var isWorthAnotherTry: Bool {
        switch self {
        case .busy, .unavailable, .outcomeUnknown: true
        default: false
        }
    }
}
