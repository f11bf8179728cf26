import NIOHTTP1
import Testing

@testable import TodoServer

@Suite("What a handshake agrees of compression")
struct CompressionAgreementTests {
    private static let plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    private static let windowed = plain + "; server_max_window_bits=12"

    @Test(
        "the first offer that can be accepted is, and every other is passed over",
        arguments: [
            ([], nil), ([""], nil), (["permessage-deflate"], plain), (["  permessage-deflate ,"], plain),
            (["permessage-deflate; client_max_window_bits"], plain),
            (["permessage-deflate;client_max_window_bits=8"], plain),
            (["permessage-deflate; client_max_window_bits=\"15\""], plain),
            (["permessage-deflate; server_no_context_takeover; client_no_context_takeover"], plain),
            (["permessage-deflate; server_max_window_bits=15"], windowed),
            (["permessage-deflate; server_max_window_bits=12; client_max_window_bits=12"], windowed),
            (["permessage-deflate; server_max_window_bits=\"1\\2\""], windowed),
            // Too small a window, and the same offer with a second choice.
            (["permessage-deflate; server_max_window_bits=11"], nil),
            (["permessage-deflate; server_max_window_bits=10, permessage-deflate"], plain),
            (["permessage-deflate; server_max_window_bits=10", "permessage-deflate"], plain),
            // Values that there are none of.
            (["permessage-deflate; server_max_window_bits"], nil),
            (["permessage-deflate; server_max_window_bits=16"], nil),
            (["permessage-deflate; server_max_window_bits=7"], nil),
            (["permessage-deflate; server_max_window_bits=012"], nil),
            (["permessage-deflate; server_max_window_bits=+12"], nil),
            (["permessage-deflate; client_max_window_bits=7"], nil),
            (["permessage-deflate; client_max_window_bits=16"], nil),
            (["permessage-deflate; client_no_context_takeover=1"], nil),
            (["permessage-deflate; server_no_context_takeover=true"], nil),
            (["permessage-deflate; level=9"], nil),
            (["permessage-deflate; client_max_window_bits; client_max_window_bits"], nil),
            (["permessage-deflate; server_max_window_bits=12; server_max_window_bits=13"], nil),
            (["x-webkit-deflate-frame"], nil), (["permessage-bzip2, permessage-deflate"], plain),
            (["Permessage-Deflate"], nil),
        ] as [([String], String?)])
    func table(offers: [String], answer: String?) throws {
        #expect(try CompressionAgreement(offers: offers)?.answer == answer)
    }

    @Test(
        "what is no list of extensions is refused",
        arguments: [
            "permessage-deflate;", "permessage-deflate; =12", "permessage-deflate; a=", "; a", "a b",
            "permessage-deflate; a=\"", "permessage-deflate; a=\"\"", "permessage-deflate; a=\"1 2\"",
            "permessage-deflate; a=\"1", "permessage-deflate; a=\"1\\", "a=1", "permessage-deflate; ä", "\u{0}",
            "permessage-deflate, (",
        ])
    func malformed(header: String) {
        #expect(throws: CompressionAgreement.Malformed.self) { try CompressionAgreement(offers: [header]) }
    }

    private func head(_ extensions: String?) -> HTTPRequestHead {
        var headers: HTTPHeaders = [
            "upgrade": "websocket", "connection": "upgrade", "sec-websocket-version": "13",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        if let extensions { headers.add(name: "sec-websocket-extensions", value: extensions) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: "/ws", headers: headers)
    }

    @Test("nothing is agreed unless compression is on and offered")
    func handshake() throws {
        let offer = head("permessage-deflate; client_max_window_bits")
        let off = try #require(WebSocketHandshake(offer))
        #expect(off.compression == nil)
        #expect(off.response.headers["sec-websocket-extensions"] == [])
        let on = try #require(WebSocketHandshake(offer, compresses: true))
        #expect(on.compression != nil)
        #expect(on.response.headers["sec-websocket-extensions"] == [Self.plain])
        let silent = try #require(WebSocketHandshake(head(nil), compresses: true))
        #expect(silent.compression == nil)
        #expect(silent.response.headers["sec-websocket-extensions"] == [])
        #expect(WebSocketHandshake(head("permessage-deflate;"), compresses: true) == nil)
        #expect(WebSocketHandshake(head("permessage-deflate;")) != nil)
    }
}
