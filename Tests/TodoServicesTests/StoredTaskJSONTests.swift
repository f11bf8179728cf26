import ServicePorts
import Testing
import TodoDomain
import TodoPorts

/// The plain forms of what stores keep are read as the decoder reads them.
@Suite("Stored JSON of tasks")
struct StoredTaskJSONTests {
    private func decoded<Value: Decodable>(_ json: String) -> Value? { try? JSONCodec.decode(from: Array(json.utf8)) }

    @Test(
        "Tags",
        arguments: [
            "[]", #"["home"]"#, #"["home","گھر","a b"]"#, #"["a\"b"]"#, #"["\u0061"]"#, #"[ "a" , "b" ]"#, #"["a""b"]"#,
            #"["a",]"#, #"["a","b""#, #"{"a"}"#, #"[["a"]]"#, #"["a",null]"#, #"["",""]"#, "null", "",
        ])
    func tags(_ json: String) {
        #expect((try? StoredTaskJSON.tags(json)) == decoded(json))
    }

    @Test(
        "Due dates",
        arguments: [
            #"{"due_date":"2026-03-01"}"#, #"{"due_date":"2026-03-01T09:00:00"}"#,
            #"{"due_date":"2026-03-01T09:00:00Z"}"#,
            #"{"due_date":"2026-03-01T09:00:00.250+05:30"}"#, #"{"time_zone":"Asia/Karachi","due_date":"2026-03-01"}"#,
            #"{"due_date":"2026-03-01T09:00:00","time_zone":"Asia/Karachi"}"#, #"{"due_date":"soon"}"#,
            #"{ "due_date": "2026-03-01" }"#, #"{"due_date":"2026-03-01"]"#, #"{"due":"2026-03-01"}"#, "{}", "null",
            #"{"due_date":"2026-02-30"}"#, #"{"due_date":null}"#,
        ])
    func dueDates(_ json: String) {
        #expect((try? StoredTaskJSON.dueDate(json)) == decoded(json))
    }
}
