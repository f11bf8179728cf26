@testable import DaprEmulator

/// Something that a test lets go on when it wants.
struct Released: Sendable {
    private let gate = Gate()

    var isReleased: Bool { gate.isOpen }

    func release() { gate.open() }

    func wait() async { await gate.wait() }
}
