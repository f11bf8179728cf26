internal import ServicePorts

/// A cheap digest that tells changed content from unchanged; no defence against an attacker is needed here.
struct SimulationDigest: ContentDigest {
    func digest(of bytes: [UInt8]) -> String {
        var hash = StableHash()
        for byte in bytes { hash.fold(UInt64(byte)) }
        return hash.hexadecimal
    }

    /// The value as it encodes itself, which costs a fraction of its JSON.
    func digest(of text: String, and value: some Encodable) throws -> String {
        var hash = StableHash()
        hash.fold(text)
        try hash.fold(value)
        return hash.hexadecimal
    }
}
