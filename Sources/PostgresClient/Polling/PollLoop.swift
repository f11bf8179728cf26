internal import Foundation
internal import Synchronization

/// One thread that watches sockets, runs timers and does the little work that follows from either.
///
/// libpq reads and writes its socket itself, so it cannot share the selector of a library that reads for its users:
/// such a selector only watches what it reads from. Any number of connections share one loop, so no thread waits for
/// a query. Whatever is confined to a loop is touched on its thread only.
final class PollLoop: @unchecked Sendable {
    /// What a socket is watched for.
    struct Interest: OptionSet {
        let rawValue: Int16

        static let readable: Interest = .init(rawValue: Int16(POLLIN))
        static let writable: Interest = .init(rawValue: Int16(POLLOUT))
    }

    private struct Inbox {
        var work: [@Sendable () -> Void] = []
        var isStopped = false
        /// True while the thread waits, or is about to, and must be woken to see new work.
        var isWaiting = false
    }

    private struct Watch {
        var interest: Interest
        let handler: () -> Void
    }

    private let inbox: Mutex<Inbox> = Mutex(Inbox())
    private let wakeup = WakeupPipe()
    private var watches: [Int32: Watch] = [:]
    private var timers = TimerQueue()
    /// What the thread itself left for later.
    private var rest: [() -> Void] = []
    /// What was in the inbox when it was last looked into.
    private var batch: [@Sendable () -> Void] = []
    private let started: Mutex<Bool> = Mutex(false)

    /// Runs work on the loop's thread, in the order in which it is given; does nothing once the loop is stopped.
    func execute(_ work: @escaping @Sendable () -> Void) {
        startOnce()
        let mustWake = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.work.append(work)
            defer { inbox.isWaiting = false }
            return inbox.isWaiting
        }
        if mustWake { wakeup.signal() }
    }

    /// Ends the thread after the work that it was given before.
    func stop() {
        execute { [unowned self] in inbox.withLock { $0.isStopped = true } }
    }

    private func startOnce() {
        let isFirst = started.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        guard isFirst else { return }
        // The thread keeps the loop until it is stopped.
        let thread = Thread { self.run() }
        thread.name = "postgres-poll"
        thread.start()
    }
}

// MARK: - On the loop's thread

extension PollLoop {
    // What a closure holds may end with it and come back here, so closures are let go of outside of the tables.

    /// Watches a socket, in place of an earlier watch of it.
    func watch(_ socket: Int32, for interest: Interest, handler: @escaping () -> Void) {
        let earlier = watches.updateValue(Watch(interest: interest, handler: handler), forKey: socket)
        withExtendedLifetime(earlier) {}
    }

    /// Watches a socket for something else.
    func rewatch(_ socket: Int32, for interest: Interest) {
        watches[socket]?.interest = interest
    }

    /// Forgets a socket, before it is closed.
    func unwatch(_ socket: Int32) {
        let earlier = watches.removeValue(forKey: socket)
        withExtendedLifetime(earlier) {}
    }

    /// Runs work after what the thread is at now.
    func soon(_ work: @escaping () -> Void) {
        rest.append(work)
    }

    /// Runs work once after a while, unless it is cancelled.
    func schedule(after pause: Duration, _ work: @escaping () -> Void) -> TimerQueue.Token {
        timers.add(at: .now + pause, work)
    }

    /// Forgets a timer; one that has run is passed over.
    func cancel(_ token: TimerQueue.Token) {
        let work = timers.remove(token)
        withExtendedLifetime(work) {}
    }

    private func run() {
        while runInbox() {
            let due = timers.takeDue()
            for work in due { work() }
            let ready = wait()
            for socket in ready {
                // Taken out of the table first: the handler may change the table.
                let handler = watches[socket]?.handler
                handler?()
            }
        }
        letGo()
    }

    /// Lets go of what waits for something that no longer comes; it may hold the loop.
    private func letGo() {
        let waiting = (watches, timers, rest, batch)
        (watches, timers, rest, batch) = ([:], TimerQueue(), [], [])
        withExtendedLifetime(waiting) {}
    }

    /// Runs what is to be done at once; false once the loop is stopped.
    private func runInbox() -> Bool {
        while true {
            while !rest.isEmpty {
                let work = rest
                rest.removeAll()
                for item in work { item() }
            }
            batch.removeAll(keepingCapacity: true)
            let isStopped = inbox.withLock { inbox in
                swap(&batch, &inbox.work)
                inbox.isWaiting = batch.isEmpty
                return inbox.isStopped
            }
            for item in batch { item() }
            if isStopped { return false }
            if batch.isEmpty { return true }
        }
    }

    /// The sockets that something can be done with, after waiting for one, for a timer or for work.
    private func wait() -> [Int32] {
        var entries = [pollfd(fd: wakeup.reader, events: Int16(POLLIN), revents: 0)]
        for (socket, watch) in watches {
            entries.append(pollfd(fd: socket, events: watch.interest.rawValue, revents: 0))
        }
        let timeoutMilliseconds = rest.isEmpty ? timers.pollTimeoutMilliseconds() : 0
        let count = poll(&entries, nfds_t(entries.count), timeoutMilliseconds)
        inbox.withLock { $0.isWaiting = false }
        guard count > 0 else { return [] }
        if entries[0].revents != 0 { wakeup.drain() }
        return entries.dropFirst().filter { $0.revents != 0 }.map(\.fd)
    }
}
