import NIOCore
import NIOEmbedded
import Testing

@testable import TodoServer

@Suite("Admission of sockets")
struct SocketAdmissionTests {
    @Test("there is room until so many are open, and again once one closed")
    func room() throws {
        let sockets = SocketAdmission(most: 2)
        let channels = (0..<2).map { _ in EmbeddedChannel() }
        for channel in channels {
            #expect(sockets.hasRoom)
            sockets.enter(channel)
        }
        #expect(!sockets.hasRoom)
        try channels[0].close().wait()
        channels[0].embeddedEventLoop.run()
        #expect(sockets.hasRoom)
        #expect(sockets.count == 1)
    }

    @Test("departures are spread over a millisecond for each socket, and returns over twice that")
    func departures() {
        let sockets = SocketAdmission(most: .max)
        let channels = (0..<1_000).map { _ in EmbeddedChannel() }
        for channel in channels { sockets.enter(channel) }
        let departures = (UInt64(1)...1_000).map { sockets.departure(of: $0) }
        #expect(departures.allSatisfy { (.zero...Duration.seconds(1)).contains($0.delay) })
        #expect(departures.allSatisfy { (.zero...Duration.seconds(2)).contains($0.comeBackAfter) })
        for tenth in 0..<10 {
            let range = Duration.milliseconds(tenth * 100)..<Duration.milliseconds(tenth * 100 + 100)
            #expect((80...120).contains(departures.count { range.contains($0.delay) }))
        }
        let alone = SocketAdmission(most: .max)
        #expect(alone.departure(of: 7).delay == .zero)
    }
}
