internal import NIOCore

/// Where a request comes from, as far as limits go: an IPv4 address, or the network of an IPv6 address.
///
/// Whoever has one address of IPv6 has the 2^64 others of its network too.
struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// The other end of a connection.
    init(_ address: SocketAddress?) {
        description = address?.ipAddress.flatMap(ClientAddress.network) ?? "unknown"
    }

    /// The address of the caller when the last `proxies` senders are ours, each of which adds who called it.
    ///
    /// What stands before those the caller may have made up, so it is not looked at.
    init(forwardedFor list: String?, proxies: Int, peer: ClientAddress) {
        let parts = list?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
        guard proxies > 0, parts.count >= proxies,
            let address = ClientAddress.network(String(parts[parts.count - proxies].prefix { $0 != " " }))
        else {
            self = peer
            return
        }
        description = address
    }

    private static func network(_ text: String) -> String? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        guard case .v6 = address else { return text }
        // The 16 bytes of the address stand behind family, port and flow.
        let prefix = address.withSockAddr { start, count in
            Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(start), count: count).dropFirst(8).prefix(16))
        }
        let isMapped = prefix.prefix(10).allSatisfy { $0 == 0 } && prefix[10] == 0xFF && prefix[11] == 0xFF
        guard !isMapped else { return prefix.suffix(4).map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(prefix[$0]) << 8 | Int(prefix[$0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
    }
}
