internal import Foundation

/// Runs the few calls of libpq that can only be made blocking: looking up a host's name and asking for a cancel.
enum BlockingCall {
    /// Runs the body on a thread of its own.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread { body() }
        thread.name = name
        thread.start()
    }
}
