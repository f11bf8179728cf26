import Glibc
import NIOCore
import NIOPosix
import NIOWebSocket
import TodoPorts

@testable import TodoServer

/// A WebSocket session over one end of a pair of sockets, and the other end as its client has it.
final class SocketEnd: @unchecked Sendable {
    /// One frame as it came.
    struct Frame: Equatable {
        let opcode: UInt8
        let payload: [UInt8]
        var isCompressed = false

        /// The payload as text, inflated where it is compressed.
        var text: String {
            let inflated = try? MessageInflater.shared.inflate(ByteBuffer(bytes: payload), atMost: 1 << 20)
            return String(decoding: isCompressed ? inflated ?? [] : payload, as: UTF8.self)
        }
        var closeCode: UInt16? { opcode == 8 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil }
    }

    /// Event loops for sockets alone: on those that everybody shares the work of other tests may come first for long.
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    let connection: WebSocketConnection
    private let channel: any Channel
    private let descriptor: CInt
    private var received: [UInt8] = []

    /// A session on that event loop.
    ///
    /// With `keepsCalls` each system call that writes comes as one message, so that they can be told apart.
    init(
        on eventLoop: any EventLoop, limits: WebSocketLimits = .init(), keepsCalls: Bool = false,
        compresses: Bool = false
    ) async throws {
        var ends: [CInt] = [0, 0]
        let kind = keepsCalls ? SOCK_SEQPACKET : SOCK_STREAM
        guard socketpair(AF_UNIX, Int32(kind.rawValue), 0, &ends) == 0 else {
            throw IOError(errnoCode: errno, reason: "socketpair")
        }
        descriptor = ends[1]
        var room: CInt = 16 * 1_024
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<CInt>.size))
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        channel = try await ClientBootstrap(group: eventLoop).withConnectedSocket(ends[0]).get()
        let channel = channel
        connection = try await eventLoop.submit {
            let connection = WebSocketConnection(channel: channel, limits: limits, compresses: compresses)
            try channel.pipeline.syncOperations.addHandlers([
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)),
                WebSocketSession(connection: connection, limits: limits),
            ])
            return connection
        }.get()
    }

    deinit {
        close(descriptor)
    }

    /// Bytes of the next message, as one system call of the other side wrote it.
    func nextCall() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256 * 1_024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    /// The next frame; nil when the other side ended or nothing comes for long.
    func next() -> Frame? {
        while true {
            if let frame = SocketEnd.takeFrame(from: &received) { return frame }
            let bytes = nextCall()
            guard !bytes.isEmpty else { return nil }
            received += bytes
        }
    }

    func next(_ count: Int) -> [Frame] {
        (0..<count).compactMap { _ in next() }
    }

    /// Ends the session from the client's side.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Cuts the first whole frame off the bytes; nil when there is none yet.
    static func takeFrame(from bytes: inout [UInt8]) -> Frame? {
        guard bytes.count >= 2 else { return nil }
        var start = 2
        var length = Int(bytes[1])
        if length == 126 {
            guard bytes.count >= 4 else { return nil }
            (start, length) = (4, Int(bytes[2]) << 8 | Int(bytes[3]))
        }
        guard bytes.count >= start + length else { return nil }
        let frame = Frame(
            opcode: bytes[0] & 0x0F, payload: Array(bytes[start..<(start + length)]),
            isCompressed: bytes[0] & 0x40 != 0)
        bytes.removeFirst(start + length)
        return frame
    }
}
