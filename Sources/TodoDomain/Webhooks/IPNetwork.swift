/// A block of addresses, and what it is for.
public struct IPNetwork: Hashable, Sendable {
    /// The block as it is written, such as `10.0.0.0/8`.
    public let text: String
    /// What its addresses are, such as `a private network`.
    public let purpose: String
    private let base: IPAddress
    private let prefixBits: Int

    /// The block written as address, slash and number of bits; nil for anything else.
    public init?(_ text: String, _ purpose: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let base = IPAddress(String(parts[0])), let bits = Int(parts[1]), bits >= 0,
            bits <= base.bitWidth
        else { return nil }
        self.text = text
        self.purpose = purpose
        self.base = base
        prefixBits = bits
    }

    /// True when the address lies in the block; a block has addresses of its own version only.
    public func contains(_ address: IPAddress) -> Bool {
        switch (base, address) {
        case (.v4(let base), .v4(let address)):
            return prefixBits == 0 || (base ^ address) >> UInt32(32 - prefixBits) == 0
        case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
            let isHighAlike = (high ^ otherHigh) >> UInt64(64 - min(prefixBits, 64)) == 0
            let isLowAlike = prefixBits <= 64 || (low ^ otherLow) >> UInt64(128 - prefixBits) == 0
            return isHighAlike && isLowAlike
        default: return false
        }
    }
}

extension IPAddress {
    fileprivate var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }
}
