import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import TodoServer

/// Gives damaged frames to a session, a few thousand times, or as long as `SOCKET_FUZZ_SECONDS` says.
@Suite("Damaged frames")
struct SocketFuzzTests {
    /// What became of bytes: the messages, and the close code if there was one.
    private struct Outcome: Equatable {
        var messages: [String] = []
        var closeCode: UInt16?
        var isWellFormed = true
    }

    /// Feeds a session with the bytes in pieces.
    private func outcome(_ pieces: [ArraySlice<UInt8>], compresses: Bool) async throws -> Outcome {
        let channel = EmbeddedChannel()
        var limits = WebSocketLimits()
        limits.waitingMessages = 1_000
        let connection = WebSocketConnection(channel: channel, limits: limits, compresses: compresses)
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)),
            WebSocketSession(connection: connection, limits: limits),
        ])
        for piece in pieces where channel.isActive { _ = try? channel.writeInbound(ByteBuffer(bytes: piece)) }
        var outcome = Outcome()
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
            var bytes = Array(buffer.readableBytesView)
            while !bytes.isEmpty {
                guard let frame = SocketEnd.takeFrame(from: &bytes), [8, 10].contains(frame.opcode) else {
                    outcome.isWellFormed = false
                    break
                }
                if frame.opcode == 8, frame.payload.count >= 2 {
                    outcome.closeCode = outcome.closeCode ?? frame.closeCode
                }
            }
        }
        connection.ended()
        for await message in connection.messages { outcome.messages.append(message) }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return outcome
    }

    @Test("are messages or end the connection with a code, and the same in whichever pieces they come")
    func fuzz() async throws {
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var (codes, messages): (Set<UInt16>, Int) = ([], 0)
        try await FuzzRun(variable: "SOCKET_FUZZ_SECONDS").run { round in
            let compresses = numbers.chance(60)
            let bytes = FuzzedFrames.stream(&numbers, compresses: compresses)
            let whole = try await outcome([bytes[...]], compresses: compresses)
            var cuts = (0..<numbers.number(below: 6)).map { _ in numbers.number(below: bytes.count + 1) }.sorted()
            if numbers.chance(5), bytes.count < 500 { cuts = Array(0...bytes.count) }
            let bounds = [0] + cuts + [bytes.count]
            let pieces = zip(bounds, bounds.dropFirst()).map { bytes[$0..<$1] }
            let inPieces = try await outcome(pieces, compresses: compresses)
            #expect(whole.isWellFormed, "round \(round): \(bytes)")
            #expect(whole == inPieces, "round \(round): \(bytes)")
            messages += whole.messages.count
            if let code = whole.closeCode { codes.insert(code) }
        }
        #expect(messages > 0 && codes.isSuperset(of: [1002, 1003, 1007]), "\(codes)")
    }
}

/// Frames of a client, some of them as they should be.
enum FuzzedFrames {
    private static let texts: [[UInt8]] = [
        #"{"type":"command","mutation_id":"m-1","command":"create","input":{"title":"a"}}"#,
        #"{"type":"command","mutation_id":"m-2","command":"update","task_id":1,"input":{"title":"کام"}}"#,
        #"{"type":"command","mutation_id":"m-3","command":"undo_last"}"#,
        #"{"type":"authenticate","position":{"epoch":"e","seq":1}}"#, "", "x", String(repeating: "long ", count: 400),
    ].map { Array($0.utf8) }

    /// A few frames in a row, damaged before they were masked, or after, or not at all.
    static func stream(_ numbers: inout FuzzNumbers, compresses: Bool, first: [[UInt8]] = []) -> [UInt8] {
        var bytes = first.flatMap { frame(0x81, $0, key: [0, 0, 0, 0]) }
        for _ in 0...numbers.number(below: 6) { bytes += message(&numbers, compresses) }
        return numbers.chance(40) ? numbers.damaged(bytes) : bytes
    }

    private static func message(_ numbers: inout FuzzNumbers, _ compresses: Bool) -> [UInt8] {
        if numbers.chance(15) {
            let opcode = numbers.element(of: [0x88, 0x89, 0x8A, 0x09, 0x8B, 0xC9] as [UInt8])
            return frame(
                opcode, numbers.bytes(numbers.number(below: numbers.chance(90) ? 20 : 130)), key: numbers.bytes(4))
        }
        var payload = numbers.element(of: texts)
        if numbers.chance(30) { payload = numbers.damaged(payload, with: texts) }
        var first: UInt8 = numbers.chance(95) ? 0x01 : UInt8(numbers.number(below: 16))
        if compresses ? numbers.chance(60) : numbers.chance(3) {
            payload = MessageDeflater.shared.deflate(payload) ?? payload
            if numbers.chance(30) { payload = numbers.damaged(payload) }
            first |= 0x40
        }
        if numbers.chance(2) { first |= numbers.element(of: [0x10, 0x20, 0x40]) }
        guard numbers.chance(30), !payload.isEmpty else { return frame(first | 0x80, payload, key: numbers.bytes(4)) }
        let cut = numbers.number(below: payload.count)
        return frame(first, Array(payload[..<cut]), key: numbers.bytes(4))
            + (numbers.chance(20) ? frame(0x89, [1], key: [1, 2, 3, 4]) : [])
            + frame(numbers.chance(95) ? 0x80 : 0x81, Array(payload[cut...]), key: numbers.bytes(4))
    }

    /// A masked frame of that first byte.
    static func frame(_ first: UInt8, _ payload: [UInt8], key: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [first]
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        default: bytes += [0x80 | 126, UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count & 0xFF)]
        }
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
}
