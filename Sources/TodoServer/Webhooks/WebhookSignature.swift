internal import CivilTime
internal import Crypto
internal import FoundationEssentials
internal import ServicePorts
public import TodoPorts

/// Secrets of webhooks, and what they sign, by the rules of Standard Webhooks 1.0.
public enum WebhookSignature {
    /// What the text of each secret begins with.
    static let prefix = "whsec_"
    private static let secretBytes = 32

    /// The headers that go with a message: its identity, the time in seconds, and a signature for each secret.
    public static func headers(of message: WebhookMessage) -> [(name: String, value: String)] {
        let seconds = String(message.sentAt.millisecondsSinceEpoch / 1_000)
        let signed = Array("\(message.id).\(seconds).".utf8) + message.body
        let signatures = message.secrets.map { signature(of: signed, by: $0) }
        return [
            ("webhook-id", message.id), ("webhook-timestamp", seconds),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    private static func signature(of bytes: [UInt8], by secret: String) -> String {
        let key = Data(base64Encoded: String(secret.dropFirst(prefix.count))) ?? Data()
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }

    /// A new secret.
    static func secret(_ random: any RandomSource) -> String {
        let bytes = (0..<secretBytes / 8).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        return prefix + Data(bytes).base64EncodedString()
    }
}
