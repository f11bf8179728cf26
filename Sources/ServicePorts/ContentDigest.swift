/// The port of a content digest: SHA-256 in production, a cheap function in the simulator.
public protocol ContentDigest: Sendable {
    /// Lowercase hexadecimal digest of the bytes.
    func digest(of bytes: [UInt8]) -> String
}
