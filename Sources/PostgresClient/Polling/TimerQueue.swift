internal import HeapModule

/// What is to be done at later instants, soonest first.
struct TimerQueue {
    /// Names a timer; later ones are greater, so that those of one instant run in order.
    struct Token: Comparable {
        fileprivate let instant: ContinuousClock.Instant
        fileprivate let number: Int

        static func < (left: Token, right: Token) -> Bool {
            (left.instant, left.number) < (right.instant, right.number)
        }
    }

    private var works: [Int: () -> Void] = [:]
    /// Those of removed timers stay until they come to the front, or are more than those that are left.
    private var order: Heap<Token> = []
    private var lastNumber = 0

    /// How many timers the order holds, removed ones included.
    var heldCount: Int { order.count }

    mutating func add(at instant: ContinuousClock.Instant, _ work: @escaping () -> Void) -> Token {
        lastNumber += 1
        let token = Token(instant: instant, number: lastNumber)
        works[lastNumber] = work
        order.insert(token)
        return token
    }

    /// Takes a timer's work out, for the caller to let go of.
    mutating func remove(_ token: Token) -> (() -> Void)? {
        let work = works.removeValue(forKey: token.number)
        if order.count > 2 * works.count + 64 {
            order = Heap(order.unordered.filter { works[$0.number] != nil })
        }
        return work
    }

    /// Takes the work whose time has come, in its order.
    mutating func takeDue() -> [() -> Void] {
        let now = ContinuousClock.Instant.now
        var due: [() -> Void] = []
        while let first = first(), first.instant <= now {
            order.removeMin()
            if let work = works.removeValue(forKey: first.number) { due.append(work) }
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
        while let first = order.min, works[first.number] == nil { order.removeMin() }
        return order.min
    }
}
