internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A person's wish to stop, said with Ctrl-C or by ending the process politely.
enum StopRequest {
    private static let flag = Atomic<Bool>(false)

    /// True once somebody asked.
    static var isMade: Bool { flag.load(ordering: .relaxed) }

    /// Takes the first request as a wish to end well; the second ends the process at once.
    static func listen() {
        // The handler may do little: what it touches has to exist before.
        flag.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { received in
                StopRequest.make()
                signal(received, SIG_DFL)
            }
        }
    }

    private static func make() {
        flag.store(true, ordering: .relaxed)
    }
}
