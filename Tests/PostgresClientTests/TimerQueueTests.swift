import Testing

@testable import PostgresClient

@Suite("Timers of a loop")
struct TimerQueueTests {
    @Test("timers that were removed long before their time leave nothing behind, and the others run in order")
    func forgetsRemoved() {
        var queue = TimerQueue()
        var ran: [Int] = []
        let now = ContinuousClock.Instant.now
        for number in [3, 1, 2] {
            _ = queue.add(at: now - .milliseconds(10 - number)) { ran.append(number) }
        }
        let later = queue.add(at: now + .seconds(3600)) { ran.append(4) }
        for _ in 0..<10_000 {
            let token = queue.add(at: now + .seconds(600)) { ran.append(5) }
            #expect(queue.remove(token) != nil)
        }
        #expect(queue.heldCount < 100)
        for work in queue.takeDue() { work() }
        #expect(ran == [1, 2, 3])
        #expect(queue.pollTimeoutMilliseconds() == 60_000)
        #expect(queue.remove(later) != nil)
        #expect(queue.remove(later) == nil)
        #expect(queue.pollTimeoutMilliseconds() == -1)
    }
}
