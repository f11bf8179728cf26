import NIOCore
import NIOPosix
import Synchronization
import Testing
import TodoPorts

@testable import TodoServer

@Suite("A room of WebSockets")
struct WebSocketRoomTests {
    /// Where the calls to the room come from: they may be on one of the sockets' own event loops.
    enum Lane: CaseIterable, Sendable {
        case elsewhere, onALoop
    }

    private let group = SocketEnd.group
    private let room = WebSocketRooms().makeRoom()

    private func frame(_ sequence: Int, padding: Int = 0) -> RealtimeFrame {
        let epoch = String(repeating: "e", count: 1 + padding)
        return RealtimeFrame(.caughtUp(StreamPosition(epoch: epoch, sequence: Int64(sequence))))
    }

    private func ends(_ count: Int, limits: WebSocketLimits = .init()) async throws -> [SocketEnd] {
        var ends: [SocketEnd] = []
        for _ in 0..<count { ends.append(try await SocketEnd(on: group.next(), limits: limits)) }
        return ends
    }

    private func run(_ lane: Lane, _ body: @escaping @Sendable () -> Void) async throws {
        switch lane {
        case .elsewhere: body()
        case .onALoop: try await group.next().submit(body).get()
        }
    }

    private func sequences(_ frames: [SocketEnd.Frame]) -> [Int] {
        frames.compactMap { frame in
            frame.text.split(separator: "\"seq\":").last.flatMap { Int($0.prefix { $0.isNumber }) }
        }
    }

    @Test("every frame reaches every socket in order, on whichever event loop", arguments: Lane.allCases)
    func order(lane: Lane) async throws {
        let ends = try await ends(7)
        let room = room
        try await run(lane) {
            for end in ends { room.add(end.connection) }
            for sequence in 1...300 { #expect(room.send(frame(sequence)) == []) }
        }
        for end in ends { #expect(sequences(end.next(300)) == Array(1...300)) }
    }

    @Test("what comes in one turn of the event loop is written in one call")
    func gathering() async throws {
        let loop = group.next()
        let end = try await SocketEnd(on: loop, keepsCalls: true)
        let room = room
        try await loop.submit {
            room.add(end.connection)
            for sequence in 1...10 { _ = room.send(frame(sequence)) }
        }.get()
        var bytes = end.nextCall()
        var frames: [SocketEnd.Frame] = []
        while let frame = SocketEnd.takeFrame(from: &bytes) { frames.append(frame) }
        #expect(sequences(frames) == Array(1...10))
        #expect(bytes.isEmpty)
    }

    @Test("whoever comes gets nothing from before, whoever goes nothing from after", arguments: Lane.allCases)
    func comingAndGoing(lane: Lane) async throws {
        let ends = try await ends(3)
        let room = room
        try await run(lane) {
            room.add(ends[0].connection)
            room.add(ends[1].connection)
            _ = room.send(frame(1))
            room.add(ends[2].connection)
            _ = room.send(frame(2))
            room.remove(ends[1].connection.id)
            room.remove(99_999_999)
            _ = room.send(frame(3))
            ends[1].connection.close(.goingAway, reason: "bye")
        }
        #expect(sequences(ends[0].next(3)) == [1, 2, 3])
        #expect(sequences(ends[2].next(2)) == [2, 3])
        #expect(sequences(ends[1].next(2)) == [1, 2])
        #expect(ends[1].next()?.closeCode == 1001)
    }

    @Test("a client that does not read is closed, whole frames up to there; the others get everything")
    func slowConsumer() async throws {
        var limits = WebSocketLimits()
        limits.outgoingBytes = 64 * 1_024
        let ends = try await ends(3, limits: limits)
        let room = room
        for end in ends { room.add(end.connection) }
        let readers = ends.dropFirst().map { end in
            Thread.start { sequences(end.next(500)) }
        }
        for sequence in 1...500 {
            _ = room.send(frame(sequence, padding: 1_000))
            if sequence % 10 == 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
        for reader in readers { #expect(await reader.value == Array(1...500)) }
        var frames: [SocketEnd.Frame] = []
        while let frame = ends[0].next() { frames.append(frame) }
        #expect(frames.last?.closeCode == 4411)
        let numbers = sequences(frames.dropLast())
        #expect(numbers == Array(1...numbers.count))
        #expect(numbers.count > 50 && numbers.count < 500)
    }

    @Test("nothing follows a goodbye, and a socket that is gone disturbs nobody")
    func goodbye() async throws {
        let ends = try await ends(3)
        let room = room
        for end in ends { room.add(end.connection) }
        _ = room.send(frame(1))
        #expect(sequences(ends[0].next(1)) == [1])
        ends[0].connection.close(.invalidToken, reason: "expired")
        ends[1].hangUp()
        for sequence in 2...50 { _ = room.send(frame(sequence)) }
        #expect(sequences(ends[2].next(50)) == Array(1...50))
        var last: SocketEnd.Frame?
        while let frame = ends[0].next() {
            last = frame
            if frame.opcode == 8 { break }
        }
        #expect(last?.closeCode == 4501)
        ends[0].hangUp()
        #expect(ends[0].next() == nil)
    }

    @Test("frames for one socket alone come before those of the room that it joins after")
    func aloneThenTogether() async throws {
        let ends = try await ends(4)
        let room = room
        for end in ends {
            for sequence in 1...20 { #expect(end.connection.send(frame(sequence)) == .queued) }
            room.add(end.connection)
        }
        for sequence in 21...40 { _ = room.send(frame(sequence)) }
        for end in ends { #expect(sequences(end.next(40)) == Array(1...40)) }
    }
}

/// A thread of its own for what blocks.
private enum Thread {
    static func start<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Task<Value, Never> {
        Task {
            await withCheckedContinuation { continuation in
                NIOThreadPool.singleton.submit { _ in continuation.resume(returning: body()) }
            }
        }
    }
}
