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
}
