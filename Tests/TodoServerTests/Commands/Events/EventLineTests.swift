import CivilTime
import KafkaAdapters
import Testing

@testable import todo

@Suite("Lines of todo events tail")
struct EventLineTests {
    private func record(_ value: [UInt8]?, key: [UInt8]? = Array("sara".utf8)) -> KafkaRecord {
        KafkaRecord(
            partition: 2, offset: 41, timestamp: Timestamp(millisecondsSinceEpoch: 1_750_000_000_123), key: key,
            headers: [.init(name: "content-type", value: Array("application/cloudevents+json".utf8))], value: value)
    }

    @Test("JSON stands in the line as it is, on one line")
    func json() throws {
        let line = try EventLine(record(Array("{\n  \"b\": [1, null],\n  \"a\": \"x/y\"\n}".utf8))).line()
        #expect(!line.contains("\n"))
        #expect(line.contains(#""event":{"a":"x/y","b":[1,null]}"#))
        #expect(line.contains(#""partition":2"#) && line.contains(#""offset":41"#) && line.contains(#""key":"sara""#))
        #expect(line.contains(#""headers":{"content-type":"application/cloudevents+json"}"#))
        #expect(!line.contains(#""text""#))
    }

    @Test("what is no JSON stands there as text, and nothing as nothing")
    func others() throws {
        let poison = try EventLine(record(Array("not \"JSON\"".utf8))).line()
        #expect(poison.contains(#""text":"not \"JSON\"""#) && !poison.contains(#""event""#))
        let empty = try EventLine(record(nil, key: nil)).line()
        #expect(!empty.contains(#""text""#) && !empty.contains(#""event""#) && !empty.contains(#""key""#))
    }

    @Test("a place to begin is a word, an offset or an instant")
    func places() throws {
        #expect(try KafkaReadingStart(text: "beginning") == .beginning)
        #expect(try KafkaReadingStart(text: "end") == .end)
        #expect(try KafkaReadingStart(text: "12") == .offset(12))
        #expect(
            try KafkaReadingStart(text: "2026-01-31T09:00:00Z")
                == .timestamp(Timestamp(millisecondsSinceEpoch: 1_769_850_000_000)))
        for text in ["-1", "yesterday", "2026-01-31", ""] {
            #expect(throws: InputFault.self) { try KafkaReadingStart(text: text) }
        }
    }
}
