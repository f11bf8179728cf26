import Testing

@testable import TodoServices

@Suite("Progress of a connection")
struct ConnectionProgressTests {
    private func caughtUp(at sequence: Int64) -> Subject {
        let progress = Subject(sentThrough: sequence)
        #expect(progress.endLookBack(head: sequence))
        return progress
    }

    @Test("while looking back, updates are taken note of and not sent")
    func lookingBack() {
        let progress = Subject(sentThrough: 3)
        #expect(progress.update(4) == .skip)
        #expect(progress.update(6) == .skip)
        #expect(!progress.endLookBack(head: 3), "the bus showed more than the head that was read")
        #expect(progress.replayed(4))
        #expect(progress.replayed(5))
        #expect(!progress.endLookBack(head: 5))
        #expect(progress.replayed(6))
        #expect(progress.endLookBack(head: 5))
        #expect(!progress.isLookingBack)
    }

    @Test("once caught up, the next update is sent, an older one skipped, a later one looked back for")
    func live() {
        let progress = caughtUp(at: 3)
        #expect(progress.update(3) == .skip)
        #expect(progress.update(4) == .send)
        #expect(progress.update(4) == .skip)
        #expect(progress.update(1) == .skip)
        #expect(progress.update(6) == .lookBack)
        #expect(progress.isLookingBack)
        #expect(progress.sentThrough == 4)
        #expect(progress.update(5) == .skip)
    }

    @Test("only the next update can be replayed")
    func replay() {
        let progress = Subject(sentThrough: 3)
        #expect(!progress.replayed(3))
        #expect(!progress.replayed(5))
        #expect(progress.replayed(4))
        #expect(!progress.replayed(4))
        #expect(progress.sentThrough == 4)
    }

    @Test("skipping ahead, or back, goes on from there")
    func skip() {
        let progress = Subject(sentThrough: 900)
        progress.skipAhead(to: 5)
        #expect(progress.endLookBack(head: 5), "what a client claimed does not count as seen")
        #expect(progress.update(6) == .send)
    }
}

/// The progress behind a reference, so that expectations can hold what changes it.
private final class Subject {
    private var progress: ConnectionProgress

    init(sentThrough: Int64) {
        progress = ConnectionProgress(sentThrough: sentThrough)
    }

    var sentThrough: Int64 { progress.sentThrough }
    var isLookingBack: Bool { progress.isLookingBack }

    func update(_ sequence: Int64) -> ConnectionProgress.Step { progress.update(sequence) }
    func replayed(_ sequence: Int64) -> Bool { progress.replayed(sequence) }
    func endLookBack(head: Int64) -> Bool { progress.endLookBack(head: head) }
    func skipAhead(to sequence: Int64) { progress.skipAhead(to: sequence) }
}
