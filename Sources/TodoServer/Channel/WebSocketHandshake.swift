internal import Crypto
internal import FoundationEssentials
internal import NIOHTTP1

/// A request for a WebSocket (RFC 6455, version 13) at the place where there are some.
struct WebSocketHandshake {
    private let key: String
    /// The token of the `Authorization` header, which clients other than browsers can send.
    let bearerToken: String?
    /// How messages are compressed; nil when they are not.
    let compression: CompressionAgreement?

    /// The handshake that the head begins; nil when it begins none, or a malformed one.
    ///
    /// Offers of extensions are looked at only where one may be accepted.
    init?(_ head: HTTPRequestHead, compresses: Bool = false) {
        guard head.method == .GET, head.version == .http1_1,
            head.uri == RealtimeFrontDoor.path,
            WebSocketHandshake.has("websocket", head.headers["upgrade"]),
            WebSocketHandshake.has("upgrade", head.headers["connection"]),
            head.headers["sec-websocket-version"] == ["13"],
            head.headers["content-length"].allSatisfy({ $0 == "0" }), head.headers["transfer-encoding"].isEmpty
        else { return nil }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, Data(base64Encoded: keys[0])?.count == 16 else { return nil }
        let authorizations = head.headers["authorization"]
        guard authorizations.count <= 1 else { return nil }
        do {
            compression =
                compresses ? try CompressionAgreement(offers: head.headers["sec-websocket-extensions"]) : nil
        } catch {
            return nil
        }
        key = keys[0]
        bearerToken = authorizations.first.map { BearerToken.token(in: $0) ?? "" }
    }

    /// The answer that accepts it.
    var response: HTTPResponseHead {
        let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        var headers: HTTPHeaders = [
            "upgrade": "websocket", "connection": "upgrade", "sec-websocket-accept": Data(digest).base64EncodedString(),
        ]
        if let compression { headers.add(name: "sec-websocket-extensions", value: compression.answer) }
        return HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
    }

    /// True when one of the comma-separated lists has the word, ignoring case.
    private static func has(_ word: String, _ lists: [String]) -> Bool {
        lists.contains { list in
            list.split(separator: ",").contains { item in
                item.filter { $0 != " " && $0 != "\t" }.lowercased() == word
            }
        }
    }
}
