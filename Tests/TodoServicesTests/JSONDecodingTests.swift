import Foundation
import Testing
import TodoDomain

@testable import ServicePorts

/// Whatever the project's own decoder reads, Foundation's reads alike.
@Suite("JSON decoding")
struct JSONDecodingTests {
    private struct Wanted: Codable, Equatable {
        var id: Int64
        var small: Int8?
        var text: String
        var flag: Bool?
        var number: Double?
        var list: [String]?
        var inner: [String: JSONValue]?
        var either: Either?
    }

    /// A text or a number, whichever it is.
    private enum Either: Codable, Equatable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Int.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private static let whole = #"""
        {"id":9007199254740993,"small":-128,"text":"a\u00e9\"\\\/\b\f\n\r\t\ud83c\udfe1 گ","flag":true,"number":-0.25,
         "list":["","x"],"inner":{"a":null,"b":[1,2.5,"c",{}],"":{"deep":[[[]]]}},"either":7}
        """#

    /// What the own decoder reads; nil when it cannot tell.
    private func own<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        bytes.withUnsafeBytes { JSONTapeDecoder.decode(type, from: $0) }
    }

    private func reference<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }

    @Test("A whole object is read by the own decoder")
    func wholeObject() throws {
        let bytes = Array(JSONDecodingTests.whole.replacing("2.5", with: "2").utf8)
        let read = try #require(own(Wanted.self, bytes))
        #expect(read == reference(Wanted.self, bytes))
        #expect(read.text == "aé\"\\/\u{8}\u{C}\n\r\t🏡 گ")
        #expect(read.id == 9_007_199_254_740_993)
    }

    @Test("What only Foundation knows is left to it")
    func leftToFoundation() throws {
        for text in [
            "1.0", "1e2", "9223372036854775807", "-0", "18446744073709551615", "[1,2", "\"\\ud800\"", "nul", "01", "",
            "{\"a\":1,\"a\":2}", "1 2", "\"\u{1}\"",
        ] {
            #expect(own(Int64.self, Array(text.utf8)) == nil)
            #expect(
                (try? JSONCodec.decode(Int64.self, from: Array(text.utf8))) == reference(Int64.self, Array(text.utf8)))
        }
        #expect(try JSONCodec.decode(Int64.self, from: Array("9223372036854775807".utf8)) == .max)
        #expect(own(String.self, [0x22, 0xFF, 0x22]) == nil)
    }

    @Test("An error names its place, as Foundation tells it")
    func errors() {
        let bytes = Array(#"{"id":1,"text":"x","inner":{"a":1},"list":["a",2]}"#.utf8)
        let error = #expect(throws: DecodingError.self) { try JSONCodec.decode(Wanted.self, from: bytes) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("the error is \(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["list", "Index 1"])
    }

    @Test("Damaged texts are read alike or not at all", arguments: 1...8)
    func damaged(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        let whole = Array(JSONDecodingTests.whole.utf8)
        let pieces = [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1", "-", ".", "e5", "true", "\\u", "é", " ", "0",
        ]
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 6))
                }
                if bytes.isEmpty { break }
            }
            if let read = own(Wanted.self, bytes) { #expect(read == reference(Wanted.self, bytes)) }
            if let read = own(JSONValue.self, bytes) { #expect(read == reference(JSONValue.self, bytes)) }
        }
    }
}
