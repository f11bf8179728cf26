extension IPAddress {
    /// The network to which the address belongs when it is not a public one; nil for a public one.
    ///
    /// After IANA's registries of special-purpose addresses. Of version 6, only global unicast is public, and of that
    /// nothing that leads to an address of version 4 by another name.
    public var reservedNetwork: IPNetwork? {
        if let network = IPNetwork.reserved.first(where: { $0.contains(self) }) { return network }
        if case .v6(let high, _) = self, high >> 61 != 0b001 { return IPNetwork.unassigned }
        return nil
    }
}

extension IPNetwork {
    /// Every block whose addresses nobody on the internet has, or which lead elsewhere than they seem to.
    static let reserved: [IPNetwork] = [
        ("0.0.0.0/8", "this host"), ("10.0.0.0/8", "a private network"), ("100.64.0.0/10", "a carrier's network"),
        ("127.0.0.0/8", "loopback"), ("169.254.0.0/16", "link-local"), ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"), ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "relays of 6to4"), ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "benchmarks"), ("198.51.100.0/24", "documentation"), ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"), ("255.255.255.255/32", "broadcast"), ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"), ("::1/128", "loopback"), ("::ffff:0:0/96", "mapped from version 4"),
        ("::ffff:0:0:0/96", "translated from version 4"), ("::/96", "compatible with version 4"),
        ("64:ff9b::/96", "translated to version 4"), ("64:ff9b:1::/48", "translated to version 4"),
        ("100::/64", "discarded"), ("2001::/32", "Teredo"), ("2001:2::/48", "benchmarks"),
        ("2001:10::/28", "ORCHID"), ("2001:20::/28", "ORCHID"), ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"), ("2002::/16", "6to4"), ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"), ("fc00::/7", "unique local"), ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"), ("ff00::/8", "multicast"),
    ].compactMap { IPNetwork($0.0, $0.1) }

    /// What of version 6 is neither reserved nor given to anybody.
    static let unassigned: IPNetwork? = IPNetwork("::/0", "not global unicast")
}
