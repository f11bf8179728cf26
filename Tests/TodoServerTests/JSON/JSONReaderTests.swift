import Testing
import TodoDomain

@testable import TodoServer

@Suite("Strict JSON")
struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue {
        try JSONReader.read(Array(text.utf8))
    }

    private func refusal(_ text: String) -> JSONSyntaxError? {
        do {
            _ = try JSONReader.read(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "values are read as they stand",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
            ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)), ("1.5", .number(1.5)),
            ("1e2", .integer(100)), ("7.0", .integer(7)), ("9007199254740994.0", .number(9_007_199_254_740_994)),
            ("-0.25E-1", .number(-0.025)),
            ("9223372036854775808", .number(9.223372036854775808e18)),
            (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u0041\u06A9\uD83D\uDE00""#, .string("Aک😀")),
            ("[]", .array([])), ("[1, [null]]", .array([.integer(1), .array([.null])])), ("{}", .object([:])),
            (#"{"a": {"b": "ک"}}"#, .object(["a": .object(["b": .string("ک")])])),
        ])
    func values(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test(
        "what is not JSON is refused with its place",
        arguments: [
            ("", 1, 1), ("  ", 1, 3), ("{", 1, 2), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1,}", 1, 8),
            ("{\n  \"a\" 1\n}", 2, 7), ("{a:1}", 1, 2), ("'a'", 1, 1), ("tru", 1, 1), ("nul", 1, 1), ("01", 1, 1),
            ("-", 1, 2), ("1.", 1, 3), (".5", 1, 1), ("1e", 1, 3), ("+1", 1, 1), ("1e999", 1, 1), ("NaN", 1, 1),
            ("\"a", 1, 1), ("\"\\x\"", 1, 2), ("\"\\u12g4\"", 1, 2), ("\"\\uD800\"", 1, 2),
            ("\"\\uD800\\u0041\"", 1, 2),
            ("\"\\uDC00\"", 1, 2), ("\"a\nb\"", 1, 3), ("1 2", 1, 3), ("\u{FEFF}1", 1, 1), ("[1]]", 1, 4),
        ])
    func faults(text: String, line: Int, column: Int) throws {
        let fault = try #require(refusal(text), "\(text) was taken")
        #expect(fault.line == line, "\(fault)")
        #expect(fault.column == column, "\(fault)")
        #expect(!fault.message.isEmpty)
    }

    @Test("a name that occurs twice in an object is refused, and once in each of two is not")
    func repeatedNames() throws {
        let fault = try #require(refusal(#"{"title":"a","title":"b"}"#))
        #expect(fault.message.contains("\"title\" occurs twice"))
        #expect(fault.column == 14)
        let twins = try read(#"[{"a":1},{"a":1}]"#)
        #expect(twins == .array([.object(["a": .integer(1)]), .object(["a": .integer(1)])]))
        // The escape spells the same name.
        #expect(refusal(#"{"a":1,"\u0061":2}"#) != nil)
    }

    @Test("nesting is bounded: 32 levels are read, 33 are not, and a million open brackets end quickly")
    func depth() {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33))?.message.contains("32") == true)
        #expect(refusal(String(repeating: "[", count: 1_000_000))?.offset == 32)
    }

    @Test("bytes that are no UTF-8 are refused inside and outside strings")
    func notUTF8() {
        for bytes: [UInt8] in [
            [0x22, 0xC3, 0x28, 0x22], [0x22, 0xFF, 0x22], [0xC3, 0xA9], [0x22, 0xED, 0xA0, 0x80, 0x22],
        ] {
            #expect(throws: JSONSyntaxError.self) { try JSONReader.read(bytes) }
        }
        #expect(throws: Never.self) { try JSONReader.read([0x22, 0xC3, 0xA9, 0x22]) }
    }
}
