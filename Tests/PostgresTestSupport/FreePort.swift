internal import Foundation
internal import Synchronization

/// Finds ports for servers that tests start.
///
/// They are from below the range out of which the system gives ports to whoever connects: one of those could be taken
/// between its choice and its use, or while a server that was killed is started again.
public enum FreePort {
    private static let range = 20_000..<32_000
    /// Several test programs may run at once, so each begins somewhere else.
    private static let last: Mutex<Int> = Mutex(Int.random(in: range))

    /// A port of the loopback interface on which nobody listens, and which nobody of this process was given before.
    public static func find() throws -> Int {
        for _ in range {
            let port = last.withLock { last in
                last = last + 1 < range.upperBound ? last + 1 : range.lowerBound
                return last
            }
            if isFree(port) { return port }
        }
        throw PostgresServerFault("no port from \(range.lowerBound) to \(range.upperBound) is free")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
