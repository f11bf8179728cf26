internal import Crypto
public import ServicePorts

/// SHA-256 as the digest of the audit trail.
public struct ContentHash: ContentDigest {
    /// The digest.
    public init() {}

    /// Lowercase hexadecimal SHA-256 of the bytes.
    public func digest(of bytes: [UInt8]) -> String {
        ContentHash.sha256(bytes)
    }

    static func sha256(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
