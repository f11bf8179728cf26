import Foundation
import Synchronization

/// A server on loopback that takes connections and never says a word.
final class SilentServer: Sendable {
    let port: Int
    private let listener: Int32
    private let peers: Mutex<[Int32]> = Mutex([])

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit {
        for peer in peers.withLock({ $0 }) { close(peer) }
        close(listener)
    }

    /// How many of those that connected so far have not closed their end.
    func openPeers() -> Int {
        peers.withLock { peers in
            while case let peer = accept(listener, nil, nil), peer >= 0 { peers.append(peer) }
            return peers.count { !SilentServer.hasEnded($0) }
        }
    }

    private static func hasEnded(_ peer: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = recv(peer, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count == 0 { return true }
            if count < 0 { return errno != EAGAIN && errno != EINTR }
        }
    }
}
