internal import Logging
internal import ServicePorts
internal import TodoServer

extension Logger {
    /// A logger for a library that a command uses: problems are told by the command's own errors.
    static func ofCommand(_ label: String) -> Logger {
        Logger(label: label, factory: { JSONLogHandler(label: $0, level: .critical, clock: SystemClock()) })
    }
}
