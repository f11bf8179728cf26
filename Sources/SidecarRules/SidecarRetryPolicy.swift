/// How often and after which pauses the sidecar tries a delivery again by itself.
public enum SidecarRetryPolicy: Sendable, Equatable {
    /// The same pause each time; nil retries for ever.
    case constant(Duration, maximumRetries: Int?)
    /// Pauses from half a second on that grow by half up to a longest one; nil retries without a count. It ends after
    /// fifteen minutes whatever the count says.
    case exponential(longest: Duration, maximumRetries: Int?)

    /// Between which bounds the pause after that failure lies, counted from 1; nil when the policy is used up.
    public func pause(afterFailure failure: Int, elapsed: Duration) -> ClosedRange<Duration>? {
        switch self {
        case .constant(let pause, let limit):
            if let limit, failure > limit { return nil }
            return pause...pause
        case .exponential(let longest, let limit):
            if let limit, failure > limit { return nil }
            guard elapsed < .seconds(15 * 60) else { return nil }
            let middle = min(SidecarRetryPolicy.growing(failure), longest)
            return middle / 2...middle * 3 / 2
        }
    }

    /// Half a second times one and a half for each earlier failure.
    private static func growing(_ failure: Int) -> Duration {
        var milliseconds: Int64 = 500
        for _ in 1..<max(2, min(failure, 30)) where failure > 1 { milliseconds = milliseconds * 3 / 2 }
        return .milliseconds(milliseconds)
    }
}
