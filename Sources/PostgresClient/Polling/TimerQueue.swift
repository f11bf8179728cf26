internal import HeapModule

/// What is to be done at later instants, soonest first.
struct TimerQueue {
    /// Names a timer; later ones are greater, so that those of one instant run in order.
    struct Token: Hashable, Comparable {
        fileprivate let instant: ContinuousClock.Instant
        fileprivate let number: Int

        static func < (left: Token, right: Token) -> Bool {
            (left.instant, left.number) < (right.instant, right.number)
        }
    }

    private var works: [Token: () -> Void] = [:]
    /// Those of removed timers stay until they come to the front.
    private var order: Heap<Token> = []
    private var lastNumber = 0

    mutating func add(at instant: ContinuousClock.Instant, _ work: @escaping () -> Void) -> Token {
        lastNumber += 1
        let token = Token(instant: instant, number: lastNumber)
        works[token] = work
        order.insert(token)
        return token
    }

    /// Takes a timer's work out, for the caller to let go of.
    mutating func remove(_ token: Token) -> (() -> Void)? {
        works.removeValue(forKey: token)
    }

    /// Takes the work whose time has come, in its order.
    mutating func takeDue() -> [() -> Void] {
        let now = ContinuousClock.Instant.now
        var due: [() -> Void] = []
        while let first = first(), first.instant <= now {
            order.removeMin()
            if let work = works.removeValue(forKey: first) { due.append(work) }
        }
        return due
    }

    /// Milliseconds until the first timer, rounded up; -1 when there is none.
    mutating func pollTimeoutMilliseconds() -> Int32 {
        guard let first = first() else { return -1 }
        let pause = ContinuousClock.Instant.now.duration(to: first.instant)
        guard pause > .zero else { return 0 }
        return Int32(min(pause / .milliseconds(1) + 1, 60_000))
    }

    private mutating func first() -> Token? {
        while let first = order.min, works[first] == nil { order.removeMin() }
        return order.min
    }
}
