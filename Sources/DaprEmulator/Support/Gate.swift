internal import Synchronization

/// Opens once; tasks wait until it is open.
final class Gate: Sendable {
    private let opened = Mutex(false)
    private let signal = ChangeSignal()

    var isOpen: Bool { opened.withLock { $0 } }

    func open() {
        opened.withLock { $0 = true }
        signal.notify()
    }

    /// Returns once the gate is open or the task is cancelled.
    func wait() async {
        while !Task.isCancelled {
            let version = signal.version
            if isOpen { return }
            await signal.wait(after: version)
        }
    }
}
