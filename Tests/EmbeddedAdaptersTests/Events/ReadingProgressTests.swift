import Testing

@testable import EmbeddedAdapters

@Suite("How far a group has come")
struct ReadingProgressTests {
    @Test("the watermark waits for the oldest unsettled event and then passes all that settled behind it")
    func waitsForTheOldest() {
        var progress = ReadingProgress(position: 10)
        for position: Int64 in [11, 15, 16, 20] { progress.read(position) }
        #expect(progress.position == 20 && progress.watermark == 10 && progress.ahead == 4)
        progress.settle(16)
        progress.settle(20)
        #expect(progress.watermark == 10 && progress.ahead == 4)
        progress.settle(11)
        #expect(progress.watermark == 11 && progress.ahead == 3)
        progress.settle(15)
        #expect(progress.watermark == 20 && progress.ahead == 0)
    }

    @Test("a queue gives its elements in order, however they come and go")
    func queuesInOrder() {
        var queue = Queue<Int>()
        var next = 0
        for round in 0..<100 {
            for offset in 0..<3 { queue.append(round * 3 + offset) }
            for _ in 0..<(round % 5) {
                if let element = queue.popFirst() {
                    #expect(element == next)
                    next += 1
                }
            }
            #expect(queue.count == (round + 1) * 3 - next)
        }
        while let element = queue.popFirst() {
            #expect(element == next)
            next += 1
        }
        #expect(next == 300 && queue.isEmpty && queue.first == nil)
    }
}
