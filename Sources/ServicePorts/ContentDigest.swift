/// The port of a content digest: SHA-256 in production, a cheap function in the simulator.
public protocol ContentDigest: Sendable {
    /// Lowercase hexadecimal digest of the bytes.
    func digest(of bytes: [UInt8]) -> String

    /// Lowercase hexadecimal digest of the text and the value after it; throws `EncodingError`.
    ///
    /// The default digests the value's canonical JSON, which anybody can write down and check.
    func digest(of text: String, and value: some Encodable) throws -> String
}

extension ContentDigest {
    /// See `ContentDigest`.
    public func digest(of text: String, and value: some Encodable) throws -> String {
        digest(of: Array(text.utf8) + (try JSONCodec.encode(value)))
    }
}
