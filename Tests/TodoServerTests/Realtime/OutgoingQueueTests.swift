import NIOCore
import Testing
import TodoPorts

@testable import TodoServer

@Suite("What waits to be written")
struct OutgoingQueueTests {
    private static func queue(frames: Int = 3, bytes: Int = 100) -> OutgoingQueue {
        var limits = WebSocketLimits()
        limits.outgoingFrames = frames
        limits.outgoingBytes = bytes
        return OutgoingQueue(limits: limits)
    }

    private func buffer(_ count: Int) -> ByteBuffer { ByteBuffer(repeating: 0, count: count) }

    @Test("the writer is woken once for all that waits, and again after it took it")
    func waking() {
        var queue = Self.queue()
        let wakes = [queue.append(buffer(1), frames: 1).mustWake, queue.append(buffer(1), frames: 1).mustWake]
        #expect(wakes == [true, false])
        let taken = [queue.takeAll().frames, queue.takeAll().frames]
        #expect(taken == [2, 0])
        let wakesAgain = queue.append(buffer(1), frames: 1).mustWake
        #expect(wakesAgain)
    }

    @Test("frames are bounded until they are written, not only until they are taken")
    func frames() {
        var queue = Self.queue(frames: 2)
        var outcomes = (0..<3).map { _ in queue.append(buffer(1), frames: 1).outcome }
        #expect(outcomes == [.queued, .queued, .overflow])
        _ = queue.takeAll()
        outcomes = [queue.append(buffer(1), frames: 1).outcome]
        queue.wrote(frames: 2, bytes: 2)
        outcomes.append(queue.append(buffer(1), frames: 1).outcome)
        #expect(outcomes == [.overflow, .queued])
    }

    @Test("bytes are bounded as well")
    func bytes() {
        var queue = Self.queue(bytes: 10)
        let outcomes = [11, 10, 1].map { queue.append(buffer($0), frames: 1).outcome }
        #expect(outcomes == [.overflow, .queued, .overflow])
    }

    @Test("after closing nothing is taken, and closing tells whether it was the first")
    func closing() {
        var queue = Self.queue()
        _ = queue.append(buffer(1), frames: 1)
        let closes = [queue.close(), queue.close()]
        #expect(closes == [true, false])
        let refused = queue.append(buffer(1), frames: 1)
        #expect(refused == (.closed, false))
        let left = queue.takeAll().frames
        #expect(left == 1)
    }
}
