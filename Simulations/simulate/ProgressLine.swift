#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How far a long command is: one line that is written anew on a terminal, and a line now and then elsewhere.
struct ProgressLine {
    private let isTerminal = isatty(2) == 1
    private var lastShown = ContinuousClock.now
    private var isOpen = false

    /// Shows the text if it is time to.
    mutating func show(_ text: () -> String) {
        guard ContinuousClock.now - lastShown > (isTerminal ? .milliseconds(200) : .seconds(5)) else { return }
        lastShown = ContinuousClock.now
        guard isTerminal else { return StandardError.print("  " + text()) }
        StandardError.emit("\r\u{1B}[K  " + text())
        isOpen = true
    }

    /// Takes the line away, so that what follows begins on a line of its own.
    mutating func end() {
        if isOpen { StandardError.emit("\r\u{1B}[K") }
        isOpen = false
    }
}
