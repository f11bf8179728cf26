import ServicePorts
import Testing

@testable import DaprAdapters

@Suite("Requests on the wire")
struct WireTests {
    @Test(
        "numbers that floating point damages are found outside of strings only",
        arguments: [
            ("9007199254740993", true), ("9007199254740992", true), ("9007199254740991", false),
            ("-9007199254740993", true), ("[1,{\"a\":18446744073709551616}]", true), ("\"9007199254740993\"", false),
            ("\"a\\\"9007199254740993\"", false), ("{\"9007199254740993\":1}", false), ("0.1", false),
            ("0.30000000000000004", false), ("1e300", false), ("3.14159265358979323846", true), ("[]", false),
        ])
    func numbers(json: String, isDamaged: Bool) {
        #expect(JSONNumbers.areDamagedByDoubles(in: Array(json.utf8)) == isDamaged)
    }

    @Test(
        "an entry of a bulk request carries its key as JSON, whatever is in it",
        arguments: ["", "user", "a\"b", "back\\slash", "\"\\\"", "Karachi, کراچی", "100 %", "{}[]:,'"])
    func bulkEntry(key: String) throws {
        let event = OutgoingEvent(partitionKey: key, bytes: Array("{\"a\":1}".utf8))
        let entry = try JSONCodec.decode(BulkEntry.self, from: event.bulkEntry(id: 7))
        #expect(entry.entryId == "7")
        #expect(entry.contentType == "application/cloudevents+json")
        #expect(entry.metadata == event.metadata)
        #expect(entry.event == ["a": 1])
    }

    private struct BulkEntry: Decodable {
        let entryId: String
        let contentType: String
        let metadata: [String: String]
        let event: [String: Int]
    }

    @Test("a target carries its parameters encoded and in order")
    func target() {
        let request = DaprRequest(.get, "/a%2Fb", query: ["metadata.b": "1+ 2", "a": "ü"])
        #expect(request.target == "/a%2Fb?a=%C3%BC&metadata.b=1%2B%202")
        #expect(DaprRequest(.get, "/a").target == "/a")
    }

    @Test("encoding and decoding a path are inverse", arguments: ["", "a b", "100%", "%2F", "ключ/1", "a+b", "~._-"])
    func paths(text: String) {
        #expect(DaprPath.decode(DaprPath.encode(text)) == text)
    }

    @Test("headers have lower-case names")
    func headers() {
        #expect(DaprRequest(.get, "/", headers: ["ETag": "1"]).headers == ["etag": "1"])
        #expect(DaprResponse(200, headers: ["Metadata.ttlExpireTime": "t"]).headers["metadata.ttlexpiretime"] == "t")
    }
}
