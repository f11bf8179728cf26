import Foundation

/// Runs the body on a new thread and returns when it has ended.
func onThreadOfItsOwn(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            body()
            continuation.resume()
        }
        thread.stackSize = 4 << 20
        thread.start()
    }
}
