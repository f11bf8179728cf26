import Testing

@testable import SidecarRules

@Suite("Sidecar rules: conditions of routing rules")
struct EventConditionTests {
    private static let event = SidecarJSON(
        Array(#"{"type":"task.created","n":7,"data":{"tags":["a","b"],"note":"it's"},"flag":true}"#.utf8))

    @Test(
        "conditions that hold",
        arguments: [
            #"event.type == "task.created""#, "event.type == 'task.created'", #"event.type != "x""#, "event.n == 7",
            "event.n > 6.5 && event.n <= 7", "event.n == 8 || event.flag", "!(event.n == 8)", "event.flag == true",
            #"event.type.startsWith("task.")"#, #"event.type.endsWith("created") && event.type.contains("k.c")"#,
            #"event.data.tags[1] == "b""#, #"event["type"] == "task.created""#, #""a" in event.data.tags"#,
            #"event.type in ["x", "task.created"]"#, "has(event.data.note) && !has(event.data.none)",
            "size(event.data.tags) == 2 && event.type.size() == 12", #"event.data.note == "it's""#, "event.n > -1",
            #"event.type == "a" || event.type == "b" || event.n == 7 && event.flag"#,
        ])
    func holds(text: String) throws {
        let event = try #require(EventConditionTests.event)
        #expect(try #require(EventCondition(text)).holds(for: event))
    }

    @Test(
        "conditions that do not hold, or cannot be evaluated",
        arguments: [
            #"event.type == "Task.created""#, "event.none == 1", "event.n", "event.type > 3", "event.data.tags[2] == 1",
            #"event.n.startsWith("7")"#, "event.flag && event.n == 8", #"event.n == "7""#,
        ])
    func fails(text: String) throws {
        let event = try #require(EventConditionTests.event)
        #expect(try !#require(EventCondition(text)).holds(for: event))
    }

    @Test(
        "what is no condition", arguments: ["", "event.", "event.n ==", "(event.n", "other.n == 1", "1 2", "[1", "#"])
    func refused(text: String) {
        #expect(EventCondition(text) == nil)
    }
}
