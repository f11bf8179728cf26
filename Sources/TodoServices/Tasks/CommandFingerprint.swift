internal import ServicePorts

/// A digest of a command that tells a repeated command from another one under the same idempotency key.
enum CommandFingerprint {
    /// Sixteen hexadecimal digits (FNV-1a of the command's canonical JSON); throws `EncodingError`.
    static func of(_ command: TaskCommand) throws -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in try JSONCodec.encode(command) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
