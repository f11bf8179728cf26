internal import CivilTime

/// Durations as the sidecar's interfaces write them, for example `250ms`.
enum GoDuration {
    /// The text of a duration in whole milliseconds.
    static func text(_ duration: Duration) -> String {
        "\(duration.wholeMilliseconds)ms"
    }
}
