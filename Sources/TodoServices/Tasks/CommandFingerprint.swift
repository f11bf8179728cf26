internal import ServicePorts

/// A digest of a command that tells a repeated command from another one under the same idempotency key.
enum CommandFingerprint {
    /// At most sixteen hexadecimal digits; throws `EncodingError`.
    static func of(_ command: TaskCommand) throws -> String {
        var hash = StableHash()
        try hash.fold(command)
        return hash.hexadecimal
    }
}
