import Testing

@testable import TodoServer

/// Sends damaged bytes to a whole front door, some hundreds of times, or as long as `HTTP_FUZZ_SECONDS` says.
@Suite("Damaged bytes on a connection", .serialized)
struct ConnectionFuzzTests {
    private static func requests(_ token: String) -> [[UInt8]] {
        let rest = "Host: here\r\nAuthorization: Bearer \(token)\r\n"
        let body = #"{"title":"a","due_date":"2027-01-31T09:00:00","tags":["b"]}"#
        let long = #"{"title":"\#(String(repeating: "l", count: 3_000))"}"#
        func posted(_ body: String, _ method: String = "POST", _ path: String = "/api/ada/tasks") -> String {
            "\(method) \(path) HTTP/1.1\r\n\(rest)Content-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        let list =
            "GET /api/ada/tasks?filter=title~a%26%26!completed&limit=5 HTTP/1.1\r\n\(rest)Accept-Encoding: gzip\r\n\r\n"
        return [
            "GET / HTTP/1.1\r\nHost: here\r\n\r\n", list, posted(body), posted(long), list + posted(body) + list,
            posted(#"{"title":"b"}"#, "PATCH", "/api/ada/tasks/1"), posted("", "DELETE", "/api/ada/tasks/2"),
            "POST /api/ada/tasks HTTP/1.1\r\n\(rest)Content-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n",
            "HEAD /openapi.json HTTP/1.1\r\n\(rest)\r\n", "OPTIONS /api/ada/tasks HTTP/1.1\r\n\(rest)\r\n",
            "GET /api/ada/updates?wait_seconds=0 HTTP/1.1\r\n\(rest)\r\n", "GET /healthz HTTP/1.0\r\n\r\n",
            "GET /api/ada/presence HTTP/1.1\r\n\(rest)Expect: 100-continue\r\nX-Correlation-Id: c\r\n\r\n",
            "GET /api/ada/presence HTTP/1.1\r\n\(rest)Connection: close\r\n\r\n",
        ].map { Array($0.utf8) } + [handshake(isCompressed: true)]
    }

    private static func handshake(isCompressed: Bool) -> [UInt8] {
        Array(
            ("GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "")
                + "\r\n").utf8)
    }

    /// Statuses of the answers that the bytes are, as far as they are HTTP.
    private static func statuses(_ bytes: [UInt8]) -> [Int] {
        String(decoding: bytes, as: UTF8.self).matches(of: #/HTTP/1\.[01] ([0-9]{3}) /#).compactMap { Int($0.1) }
    }

    private func expectAlive(_ server: FuzzedServer) async {
        let good = await server.answer(Array("GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".utf8))
        #expect(good.isEnded && ConnectionFuzzTests.statuses(good.bytes) == [200])
    }

    @Test("requests are answered by HTTP, never with 500, and every connection ends")
    func requests() async throws {
        let server = try await FuzzedServer()
        let samples = ConnectionFuzzTests.requests(server.token)
        for sample in samples.dropLast() {
            let answer = await server.answer(sample)
            #expect(answer.isEnded && ConnectionFuzzTests.statuses(answer.bytes).allSatisfy { $0 < 500 })
        }
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var seen: Set<Int> = []
        try await FuzzRun(variable: "HTTP_FUZZ_SECONDS", rounds: 400, mostGrowth: 32_768).run { round in
            var bytes = numbers.damaged(numbers.element(of: samples), with: samples)
            if numbers.chance(20) { bytes += numbers.damaged(numbers.element(of: samples), with: samples) }
            let answer = await server.answer(bytes)
            let statuses = ConnectionFuzzTests.statuses(answer.bytes)
            seen.formUnion(statuses)
            #expect(answer.isEnded, "round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
            #expect(
                answer.bytes.isEmpty || answer.bytes.starts(with: "HTTP/1.".utf8),
                "round \(round): \(String(decoding: answer.bytes, as: UTF8.self))")
            #expect(
                !statuses.contains(500), "round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
            if round % 100 == 0 { await expectAlive(server) }
        }
        #expect(seen.isSuperset(of: [200, 400]), "\(seen)")
        await expectAlive(server)
        await server.stop()
    }

    @Test("handshakes and what follows them end in frames of the protocol, and every connection ends")
    func sockets() async throws {
        let server = try await FuzzedServer()
        let greeting = Array(#"{"type":"authenticate","token":"\#(server.token)"}"#.utf8)
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var (opcodes, upgraded): (Set<UInt8>, Int) = ([], 0)
        try await FuzzRun(variable: "HTTP_FUZZ_SECONDS", rounds: 200, mostGrowth: 32_768).run { round in
            let isCompressed = numbers.chance(50)
            var bytes = ConnectionFuzzTests.handshake(isCompressed: isCompressed)
            if numbers.chance(10) { bytes = numbers.damaged(bytes) }
            bytes += FuzzedFrames.stream(
                &numbers, compresses: isCompressed, first: numbers.chance(85) ? [greeting] : [])
            let answer = await server.answer(bytes, lingers: numbers.chance(50))
            #expect(answer.isEnded, "round \(round): \(bytes)")
            guard answer.bytes.starts(with: "HTTP/1.1 101".utf8), let frames = ConnectionFuzzTests.frames(answer.bytes)
            else { return }
            upgraded += 1
            opcodes.formUnion(frames.map(\.opcode))
            for frame in frames {
                #expect([1, 8, 9, 10].contains(frame.opcode), "round \(round): \(bytes)")
                #expect(!frame.isCompressed || isCompressed, "round \(round): \(bytes)")
                guard frame.opcode == 1 else { continue }
                #expect((try? JSONReader.read(Array(frame.text.utf8))) != nil, "round \(round): \(frame.text)")
            }
            if round % 100 == 0 { await expectAlive(server) }
        }
        #expect(upgraded > 0 && opcodes.isSuperset(of: [1, 8, 10]), "\(opcodes)")
        await expectAlive(server)
        await server.stop()
    }

    /// The whole frames after the head of the answer; nil without a head.
    private static func frames(_ bytes: [UInt8]) -> [SocketEnd.Frame]? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        var rest = Array(bytes[end.upperBound...])
        var frames: [SocketEnd.Frame] = []
        while let frame = SocketEnd.takeFrame(from: &rest) { frames.append(frame) }
        return frames
    }
}
