/// What a handshake agrees of compression (RFC 7692, `permessage-deflate`).
///
/// Each message is compressed by itself, in both directions: sockets keep nothing between two messages, and what goes
/// to many of them is compressed once.
struct CompressionAgreement: Equatable, Sendable {
    /// The header is no list of extensions.
    struct Malformed: Error {}

    /// Bits of the window with which messages are compressed, a number that everybody's window must have room for.
    static let windowBits = 12

    /// True when the client said how large its window is.
    let namesWindow: Bool

    /// The first of the offers that can be accepted; nil when there is none; throws `Malformed`.
    init?(offers headers: [String]) throws(Malformed) {
        var chosen: CompressionAgreement?
        for header in headers {
            var reader = ExtensionReader(header)
            for offer in try reader.offers() where chosen == nil { chosen = CompressionAgreement(offer) }
        }
        guard let chosen else { return nil }
        self = chosen
    }

    /// The answer to an offer of the extension; nil for another one, or one with parameters that cannot be accepted.
    private init?(_ offer: ExtensionReader.Offer) {
        guard offer.name == "permessage-deflate",
            Set(offer.parameters.map(\.name)).count == offer.parameters.count
        else { return nil }
        var namesWindow = false
        for parameter in offer.parameters {
            switch (parameter.name, parameter.value) {
            case ("server_no_context_takeover", nil), ("client_no_context_takeover", nil),
                ("client_max_window_bits", nil):
                continue
            case ("client_max_window_bits", let bits?):
                guard CompressionAgreement.bits(bits) != nil else { return nil }
            case ("server_max_window_bits", let bits?):
                guard let bits = CompressionAgreement.bits(bits), bits >= CompressionAgreement.windowBits else {
                    return nil
                }
                namesWindow = true
            default: return nil
            }
        }
        self.namesWindow = namesWindow
    }

    /// The value of the answer's `Sec-WebSocket-Extensions`.
    var answer: String {
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
            + (namesWindow ? "; server_max_window_bits=\(CompressionAgreement.windowBits)" : "")
    }

    /// A number from 8 to 15 without leading zeros; nil for anything else.
    private static func bits(_ text: String) -> Int? {
        guard let bits = Int(text), (8...15).contains(bits), text == String(bits) else { return nil }
        return bits
    }
}
