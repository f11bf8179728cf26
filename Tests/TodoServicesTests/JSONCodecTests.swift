import CivilTime
import Foundation
import Testing
import TodoDomain
import TodoPorts

@testable import ServicePorts
@testable import TodoServices

/// The project's own coders give what Foundation's give, or leave the work to them.
@Suite("JSON codec")
struct JSONCodecTests {
    /// What Foundation writes of the value.
    private func reference(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// What the project's encoder writes of the value, nil when it is unsure.
    private func own(_ value: some Encodable) throws -> String? {
        try JSONBytesEncoder.encode(value).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Encoding

    @Test("Texts with all that must be escaped are written as Foundation does")
    func texts() throws {
        let controls = String(String.UnicodeScalarView((0..<0x80).compactMap(Unicode.Scalar.init)))
        for text in [controls, "", "a/b", "گھر 🏡 é e\u{301} \u{2028}", "\u{7F}\u{80}", "\\\"", "<>&"] {
            #expect(try own(text) == reference(text))
            #expect(try own([text: [text]]) ?? reference([text: [text]]) == reference([text: [text]]))
        }
    }

    @Test("Numbers are written as Foundation does", arguments: [0, 1, -1, 10, 99, 100, .max, .min, .max - 1, .min + 1])
    func integers(_ number: Int64) throws {
        #expect(try own([number]) == reference([number]))
        #expect(try own(["number": UInt64(bitPattern: number)]) == reference(["number": UInt64(bitPattern: number)]))
        #expect(try own(Int8(truncatingIfNeeded: number)) == reference(Int8(truncatingIfNeeded: number)))
    }

    @Test(
        "Fractions are written as Foundation does",
        arguments: [
            0, -0.0, 1, 0.1, -2.5, 1e15, 1e16, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi,
        ])
    func fractions(_ number: Double) throws {
        #expect(try own([number]) == reference([number]))
    }

    @Test("Keys come in Foundation's order, or are left to it")
    func keys() throws {
        let names = [
            "b", "a", "B", "a_b", "aB", "a10", "a9", "", "z", "aa", "A", "_", "-", "user_id", "userid", "é", "\"",
        ]
        for count in 0...names.count {
            let value = Dictionary(uniqueKeysWithValues: names.prefix(count).map { ($0, $0) })
            #expect(try JSONCodec.encode(value) == Array(reference(value).utf8))
        }
        #expect(try own(["b": 1, "a_b": 2, "a": 3]) != nil)
    }

    private enum Case: Codable, Equatable {
        case plain
        case one(Int)
        case several(text: String?, flags: [Bool], inner: [String: Double?])
        indirect case nested(Case, Case)
    }

    private struct Nothing: Codable, Equatable {}

    private struct Whole: Codable, Equatable {
        var zeta: [Case] = [.plain, .one(3), .several(text: nil, flags: [true, false], inner: ["x": nil, "a": 1.5])]
        var alpha: Case = .nested(.nested(.plain, .one(-1)), .several(text: "گ", flags: [], inner: [:]))
        var absent: Int?
        var nothing = Nothing()
        var lists: [[[Int]]] = [[], [[]], [[1], [2, 3]]]
        var numbered: [Int: String] = [3: "c"]
    }

    @Test("Cases with values, empty values and lists of lists are written and read as Foundation does")
    func shapes() throws {
        #expect(try own(Whole()) == reference(Whole()))
        #expect(try own(Nothing()) == "{}")
        let bytes = try JSONCodec.encode(Whole())
        let read = bytes.withUnsafeBytes { JSONTapeDecoder.decode(Whole.self, from: $0) }
        #expect(read == Whole())
    }

    private class Base: Encodable {
        var base = 1
    }

    private class Derived: Base {
        private enum Key: CodingKey {
            case derived
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(2, forKey: .derived)
            try super.encode(to: container.superEncoder())
        }
    }

    /// A container is used after another of its parent's was.
    private struct Interleaved: Encodable {
        func encode(to encoder: any Encoder) throws {
            var parent = encoder.container(keyedBy: Name.self)
            var first = parent.nestedContainer(keyedBy: Name.self, forKey: Name("first"))
            var second = parent.nestedContainer(keyedBy: Name.self, forKey: Name("second"))
            try first.encode(1, forKey: Name("a"))
            try second.encode(2, forKey: Name("b"))
            try first.encode(3, forKey: Name("c"))
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    @Test("What the own encoder does not know is left to Foundation")
    func leftToFoundation() throws {
        #expect(try own(Derived()) == nil)
        #expect(try own(Interleaved()) == nil)
        #expect(try own([Date(timeIntervalSince1970: 1)]) == nil)
        #expect(try own(["data": Data([1, 2])]) == nil)
        #expect(try JSONCodec.encode(Derived()) == Array(reference(Derived()).utf8))
        #expect(try JSONCodec.encode(Interleaved()) == Array(reference(Interleaved()).utf8))
        #expect(try JSONCodec.encode(["data": Data([1, 2])]) == Array(reference(["data": Data([1, 2])]).utf8))
        #expect(throws: EncodingError.self) { try JSONCodec.encode([Double.nan]) }
    }

    @Test("What a command leaves is written by the own encoder, and read back by the own decoder")
    func commits() async throws {
        let bench = TaskBench()
        let context = bench.context(key: "key-1")
        let task = try await bench.create(
            #"""
            {"title":"Water \"the\" plants\n","tags":["home","گھر"],"due_date":"2026-03-01T09:00",
             "time_zone":"Asia/Karachi","recurring_pattern":"weekly","reminder_at":"2026-02-01T09:00:00Z"}
            """#,
            context)
        try await bench.perform(.toggle(task.id))
        #expect(try own(TaskDocument(task)) == reference(TaskDocument(task)))
        for message in bench.outbox {
            switch message {
            case .taskEvent(let event): try expectOwn(event)
            case .reminder(let event): try expectOwn(event)
            case .taskUpdate(let event): try expectOwn(event)
            }
        }
    }

    private func expectOwn<Value: Codable & Equatable>(_ value: Value) throws {
        let bytes = try #require(try JSONBytesEncoder.encode(value))
        #expect(try String(decoding: bytes, as: UTF8.self) == reference(value))
        #expect(bytes.withUnsafeBytes { JSONTapeDecoder.decode(Value.self, from: $0) } == value)
    }
}
