internal import CivilTime
public import Logging
public import ServicePorts

/// Writes each log event as one line of JSON: `time`, `level`, `logger`, `message`, `correlation_id` when there is one,
/// and the rest of the metadata under `metadata`.
public struct JSONLogHandler: LogHandler {
    /// Events below this level are not written.
    public var logLevel: Logger.Level
    /// Metadata of every event.
    public var metadata: Logger.Metadata = [:]
    /// Adds metadata of the task at hand.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let clock: any WallClock
    private let write: @Sendable (String) -> Void

    /// A handler of that logger; `write` takes whole lines without their end and may be called by several threads.
    public init(
        label: String, level: Logger.Level, clock: any WallClock,
        write: @escaping @Sendable (String) -> Void = { StandardStream.error.write(line: $0) }
    ) {
        self.label = label
        logLevel = level
        self.clock = clock
        self.write = write
    }

    /// One value of the metadata of every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the event.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        var line = "{\"time\":" + JSONText.quoted(clock.now().rfc3339)
        line += ",\"level\":\"\(event.level.rawValue)\",\"logger\":" + JSONText.quoted(label)
        line += ",\"message\":" + JSONText.quoted("\(event.message)")
        if let error = event.error { line += ",\"error\":" + JSONText.quoted(String(reflecting: error)) }
        if let id = all.removeValue(forKey: "correlation_id") { line += ",\"correlation_id\":" + JSONText.value(id) }
        if !all.isEmpty { line += ",\"metadata\":" + JSONText.value(.dictionary(all)) }
        write(line + "}")
    }
}
