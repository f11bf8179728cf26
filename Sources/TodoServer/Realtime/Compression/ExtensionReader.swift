/// Reads a `Sec-WebSocket-Extensions` header: names with parameters, by commas (RFC 6455, section 9.1).
struct ExtensionReader {
    /// One extension that a client offers.
    struct Offer: Equatable {
        var name: String
        var parameters: [Parameter] = []
    }

    /// A parameter of an extension.
    struct Parameter: Equatable {
        var name: String
        /// Nil when it has none.
        var value: String?
    }

    private var rest: Substring.UTF8View

    init(_ header: String) {
        rest = header[...].utf8
    }

    /// All offers, in order; throws `CompressionAgreement.Malformed`.
    mutating func offers() throws(CompressionAgreement.Malformed) -> [Offer] {
        var offers: [Offer] = []
        repeat {
            skipSpace()
            // Lists of headers may have empty places (RFC 9110, section 5.6.1).
            if rest.isEmpty || rest.first == UInt8(ascii: ",") { continue }
            var offer = Offer(name: try token())
            while take(UInt8(ascii: ";")) { offer.parameters.append(try parameter()) }
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { throw CompressionAgreement.Malformed() }
            offers.append(offer)
        } while take(UInt8(ascii: ","))
        guard rest.isEmpty else { throw CompressionAgreement.Malformed() }
        return offers
    }

    private mutating func parameter() throws(CompressionAgreement.Malformed) -> Parameter {
        let name = try token()
        guard take(UInt8(ascii: "=")) else { return Parameter(name: name) }
        skipSpace()
        guard rest.first == UInt8(ascii: "\"") else { return Parameter(name: name, value: try token()) }
        return Parameter(name: name, value: try quotedToken())
    }

    /// A token in quotes: what is in them must be one once backslashes are taken away.
    private mutating func quotedToken() throws(CompressionAgreement.Malformed) -> String {
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            guard let plain = byte == UInt8(ascii: "\\") ? rest.popFirst() : byte,
                ExtensionReader.isOfToken(plain)
            else { throw CompressionAgreement.Malformed() }
            bytes.append(plain)
            guard !rest.isEmpty else { throw CompressionAgreement.Malformed() }
        }
        guard !bytes.isEmpty else { throw CompressionAgreement.Malformed() }
        skipSpace()
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func token() throws(CompressionAgreement.Malformed) -> String {
        skipSpace()
        let token = rest.prefix(while: ExtensionReader.isOfToken)
        guard !token.isEmpty else { throw CompressionAgreement.Malformed() }
        rest = rest[token.endIndex...]
        skipSpace()
        return String(decoding: token, as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipSpace() {
        while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
