import CivilTime
import Testing
import TodoDomain
import TodoServices

@testable import TodoServer

@Suite("Commands over sockets")
struct SocketCommandTests {
    private let zones = MemoryZoneDatabase([ZoneRules(name: "Asia/Karachi", offsetSeconds: 18_000)])

    /// Reads a command's members, with those that every message has.
    private func read(_ members: String) throws -> SocketCommand {
        let message = #"{"type":"command","mutation_id":"m-1","# + members + "}"
        return try SocketCommand(try JSONReader.read(Array(message.utf8)), zones: zones)
    }

    private func input(_ json: String, _ mode: TaskInput.Mode) throws -> TaskInput {
        try TaskInput(json: JSONReader.read(Array(json.utf8)), mode: mode, zones: zones)
    }

    @Test("each word is a command of its own, with what REST takes in path, query and body")
    func words() throws {
        let fields = #"{"title":"دودھ خریدنا","due_date":"2026-01-31T09:00","time_zone":"Asia/Karachi"}"#
        var scoped = try input(#"{"title":"x"}"#, .patch)
        scoped.scope = .thisAndFuture
        let expected: [(String, TaskCommand)] = [
            (#""command":"create","input":\#(fields)"#, .create(try input(fields, .create))),
            (#""command":"replace","task_id":7,"input":\#(fields)"#, .update(TaskID(7), try input(fields, .replace))),
            (
                #""command":"update","task_id":7,"scope":"this_and_future","input":{"title":"x"}"#,
                .update(TaskID(7), scoped)
            ),
            (#""command":"toggle","task_id":7"#, .toggle(TaskID(7))),
            (#""command":"delete","task_id":7"#, .delete(TaskID(7))),
            (#""command":"skip","task_id":7"#, .skip(TaskID(7))),
            (#""command":"undo","task_id":7"#, .undo(TaskID(7))),
            (#""command":"pause_series","task_id":7"#, .pauseSeries(TaskID(7))),
            (#""command":"resume_series","task_id":7"#, .resumeSeries(TaskID(7))),
            (
                #""command":"remove_reminder","task_id":7,"reminder_id":9"#,
                .removeReminder(TaskID(7), ReminderID(9))
            ),
            (
                #""command":"snooze_reminder","task_id":7,"reminder_id":9,"input":{"for":"PT15M"}"#,
                .snoozeReminder(
                    TaskID(7), ReminderID(9),
                    try SnoozeInput(json: .object(["for": .string("PT15M")]), zones: zones))
            ),
            (#""command":"create_tag","input":{"name":"گھر"}"#, .createTag(TagInput(name: "گھر"))),
            (
                #""command":"update_tag","tag":"گھر","input":{"name":"Home"}"#,
                .updateTag(name: "گھر", TagInput(name: "Home"))
            ),
            (#""command":"delete_tag","tag":"گھر""#, .deleteTag(name: "گھر")),
            (#""command":"merge_tag","tag":"گھر","input":{"into":"Home"}"#, .mergeTag(name: "گھر", into: "Home")),
            (
                #""command":"create_filter","input":{"name":"a","filter":"overdue"}"#,
                .createFilter(SavedFilterInput(name: "a", filter: "overdue"))
            ),
            (
                #""command":"update_filter","filter":"a","input":{"order":"desc"}"#,
                .updateFilter(name: "a", SavedFilterInput(order: .descending))
            ),
            (#""command":"delete_filter","filter":"a""#, .deleteFilter(name: "a")),
            (#""command":"restore","task_id":7"#, .restore(TaskID(7))),
            (#""command":"purge","task_id":7"#, .purge([TaskID(7)])), (#""command":"undo_last""#, .undoLast),
        ]
        for (members, command) in expected { #expect(try read(members).command == command, "\(members)") }
        let words = Set(expected.compactMap { $0.0.split(separator: "\"").dropFirst(2).first.map(String.init) })
        let others: Set = ["add_reminder", "change_settings"]
        #expect(words.union(others) == Set(SocketCommand.Name.allCases.map(\.rawValue)))
        guard
            case .addReminder(TaskID(7), _) = try read(
                #""command":"add_reminder","task_id":7,"input":{"remind_at":"2027-01-01T00:00:00Z"}"#
            ).command,
            case .changeSettings = try read(#""command":"change_settings","input":{"notify_when_due":true}"#).command
        else {
            Issue.record("add_reminder and change_settings are commands")
            return
        }
    }

    @Test("a command carries what REST takes in headers")
    func headers() throws {
        let plain = try read(#""command":"toggle","task_id":7"#)
        #expect(plain.expectedVersion == nil)
        #expect(plain.sourceClient == .api)
        let full = try read(#""command":"toggle","task_id":7,"expected_version":3,"source_client":"mobile""#)
        #expect(full.expectedVersion == 3)
        #expect(full.sourceClient == .mobile)
    }

    @Test(
        "what is wrong is told by its place in the message",
        arguments: [
            ("\"task_id\":7", ["/command"]), (#""command":"explode","task_id":7"#, ["/command"]),
            (#""command":"create""#, ["/input"]), (#""command":"create","input":{}"#, ["/input/title"]),
            (#""command":"create","input":{"title":"","titel":1}"#, ["/input/titel", "/input/title"]),
            (#""command":"create","input":7"#, ["/input"]),
            (#""command":"create","input":{"title":"a"},"task_id":7"#, ["/task_id"]),
            (#""command":"create","user_id":"omar","input":{"title":"a"}"#, ["/user_id"]),
            (#""command":"create","input":{"title":"a","user_id":"omar"}"#, ["/input/user_id"]),
            (#""command":"toggle""#, ["/task_id"]), (#""command":"toggle","task_id":0"#, ["/task_id"]),
            (#""command":"toggle","task_id":-1"#, ["/task_id"]), (#""command":"toggle","task_id":"7""#, ["/task_id"]),
            (#""command":"toggle","task_id":1.5"#, ["/task_id"]),
            (#""command":"toggle","task_id":7,"user_id":"omar""#, ["/user_id"]),
            (#""command":"toggle","task_id":7,"input":{}"#, ["/input"]),
            (#""command":"toggle","task_id":7,"expected_version":0"#, ["/expected_version"]),
            (#""command":"toggle","task_id":7,"source_client":"fridge""#, ["/source_client"]),
            (#""command":"update","task_id":7,"scope":"some","input":{}"#, ["/scope"]),
            (#""command":"replace","task_id":7,"scope":"all","input":{"title":"a"}"#, ["/scope"]),
            (#""command":"remove_reminder","task_id":7"#, ["/reminder_id"]),
            (#""command":"delete_tag""#, ["/tag"]), (#""command":"merge_tag","tag":"a","input":{}"#, ["/input/into"]),
            (#""command":"create_filter","input":{"name":"a","filter":"due <"}"#, ["/input/filter"]),
            (#""command":"undo_last","task_id":7"#, ["/task_id"]),
        ])
    func faults(members: String, pointers: [String]) throws {
        let problem = try #require(throws: Problem.self) { try read(members) }
        #expect(problem.kind == .invalid)
        #expect(problem.faults.map(\.pointer) == pointers)
    }
}
