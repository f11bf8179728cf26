import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Saved filters and merged tags")
struct SavedFilterTests {
    let bench = TaskBench()

    @Test("are kept by name, ignoring case, and told to devices")
    func kept() async throws {
        let made = try #require(
            try await bench.perform(.createFilter(SavedFilterInput(name: "Soon", filter: "due < now+7d"))).savedFilter)
        #expect(made == SavedFilter(name: "Soon", filter: "due < now+7d"))
        #expect(bench.outbox.taskUpdates.last?.data.changes.savedFilters == [made])
        await bench.expectRefusal(
            .conflict("another saved filter is named 'SOON', ignoring case"),
            .createFilter(SavedFilterInput(name: "SOON", filter: "overdue")))
        try await bench.perform(.updateFilter(name: "soon", SavedFilterInput(name: "Later", order: .descending)))
        #expect(bench.state().savedFilters.map(\.name) == ["Later"])
        #expect(bench.outbox.taskUpdates.last?.data.changes.removedFilters == ["soon"])
        #expect(try await bench.service.savedFilter("LATER", of: TaskBench.sara).order == .descending)
        try await bench.perform(.deleteFilter(name: "later"))
        await bench.expectRefusal(.notFound("saved filter 'later'"), .deleteFilter(name: "later"))
        #expect(bench.state().savedFilters.isEmpty)
    }

    @Test("are at most a hundred")
    func bounded() async throws {
        for number in 0..<SavedFilter.mostPerUser {
            try await bench.perform(.createFilter(SavedFilterInput(name: "f\(number)", filter: "overdue")))
        }
        await bench.expectRefusal(
            .conflict("100 filters are saved, the most there may be; delete one first"),
            .createFilter(SavedFilterInput(name: "one more", filter: "overdue")))
    }

    @Test(
        "are read with every fault and its place",
        arguments: [
            (#"{"name": "a"}"#, "/filter", "a filter is required, as: priority = high && due < now+7d"),
            (#"{"filter": "overdue"}"#, "/name", "a name of 1 to 50 characters is required"),
            (#"{"name": "a", "filter": "due <"}"#, "/filter", "at character"),
            (#"{"name": "a", "filter": "overdue", "sort": "size"}"#, "/sort", "'size' is none of created"),
            (#"{"name": "a", "filter": "overdue", "colour": 1}"#, "/colour", "no such field"),
            (#"{"name": "", "filter": "overdue"}"#, "/name", "must have 1 to 50 characters"),
        ])
    func faults(_ json: String, _ pointer: String, _ message: String) throws {
        let value: JSONValue = try JSONCodec.decode(from: Array(json.utf8))
        let failure = #expect(throws: ValidationFailure.self) { try SavedFilterInput(json: value, isNew: true) }
        let fault = try #require(failure?.faults.first)
        #expect(fault.pointer == pointer)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    @Test("a merged tag is on every task that had either, once, and keeps its own colour")
    func merged() async throws {
        let both = try await bench.create(#"{"title": "a", "tags": ["job", "work"]}"#)
        let one = try await bench.create(#"{"title": "b", "tags": ["Job"]}"#)
        try await bench.perform(.updateTag(name: "work", TagInput(colour: "#112233")))
        let kept = try await bench.perform(.mergeTag(name: "JOB", into: "Work")).tag
        #expect(kept == Tag(name: "work", colour: "#112233"))
        #expect(bench.state().orderedTags == [Tag(name: "work", colour: "#112233")])
        #expect([both, one].map { bench.task($0.id)?.tags } == [["work"], ["work"]])
        let counted = try await bench.service.countedTags(of: TaskBench.sara)
        #expect(counted.map(\.taskCount) == [2])
        await bench.expectRefusal(.notFound("tag 'job'"), .mergeTag(name: "job", into: "work"))
        await bench.expectRefusal(
            .invalid(
                ValidationFailure(
                    pointer: "/into", code: .conflict, message: "'WORK' is the tag itself; name another one")),
            .mergeTag(name: "work", into: "WORK"))
    }

    @Test(
        "a language tag is kept as it is usually written",
        arguments: [("UR-pk", "ur-PK"), ("en", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")])
    func locales(_ given: String, _ kept: String) async throws {
        var input = try SettingsInput(
            json: .object(["locale": .string(given), "week_start": .string("saturday")]), zones: TaskBench.zones)
        #expect(try await bench.perform(.changeSettings(input)).settings?.locale == kept)
        #expect(bench.state().settings.weekStart == .saturday)
        input = try SettingsInput(json: .object(["locale": .null, "week_start": .null]), zones: TaskBench.zones)
        #expect(try await bench.perform(.changeSettings(input)).settings?.locale == nil)
        #expect(bench.state().settings.weekStart == .monday)
        for wrong in ["", "x", "english", "ur_PK", "ur-PK-", "ur-PK-x-y", "گھر"] {
            #expect(throws: ValidationFailure.self, "\(wrong)") {
                try SettingsInput(json: .object(["locale": .string(wrong)]), zones: TaskBench.zones)
            }
        }
    }
}
