import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Tag commands")
struct TagCommandTests {
    let bench = TaskBench()

    @Test("a tag's name is taken once, ignoring case")
    func unique() async throws {
        let tag = try await bench.perform(.createTag(TagInput(name: "Home"))).tag
        #expect(tag == Tag(name: "Home", colour: Tag.defaultColour))
        await bench.expectRefusal(.tagExists(name: "HOME"), .createTag(TagInput(name: "HOME")))
        try await bench.perform(.createTag(TagInput(name: "Work")))
        await bench.expectRefusal(.tagExists(name: "home"), .updateTag(name: "Work", TagInput(name: "home")))
        try await bench.perform(.createTag(TagInput(name: "home")), bench.context(UserID("omar")))
    }

    @Test("a renamed and coloured tag changes every task that carries it, and their versions")
    func rename() async throws {
        let tagged = try await bench.create(#"{"title": "a", "tags": ["Home", "x"]}"#)
        let other = try await bench.create(#"{"title": "b", "tags": ["x"]}"#)
        try await bench.perform(.updateTag(name: "home", TagInput(name: "House", colour: "#112233")))
        #expect(bench.task(tagged.id)?.tags == ["House", "x"])
        #expect(bench.task(tagged.id)?.version == 2)
        #expect(bench.task(other.id) == other)
        #expect(bench.state().tags["house"] == Tag(name: "House", colour: "#112233"))
        #expect(bench.state().tags["home"] == nil)
    }

    @Test("a tag may change the case of its own name")
    func changeCase() async throws {
        let task = try await bench.create(#"{"title": "a", "tags": ["home"]}"#)
        try await bench.perform(.updateTag(name: "HOME", TagInput(name: "Home")))
        #expect(bench.task(task.id)?.tags == ["Home"])
        #expect(bench.state().orderedTags.map(\.name) == ["Home"])
    }

    @Test("a deleted tag is taken off every task")
    func delete() async throws {
        let task = try await bench.create(#"{"title": "a", "tags": ["home", "x"]}"#)
        let outcome = try await bench.perform(.deleteTag(name: "HOME"))
        #expect(outcome.tag?.name == "home")
        #expect(bench.task(task.id)?.tags == ["x"])
        #expect(bench.state().orderedTags.map(\.name) == ["x"])
        await bench.expectRefusal(.notFound("tag 'home'"), .deleteTag(name: "home"))
        await bench.expectRefusal(.notFound("tag 'home'"), .updateTag(name: "home", TagInput(colour: "#112233")))
    }

    @Test("an edit that leaves a tag as it is commits nothing")
    func unchanged() async throws {
        try await bench.perform(.createTag(TagInput(name: "home")))
        let outcome = try await bench.perform(.updateTag(name: "HOME", TagInput(name: "home")))
        #expect(outcome.sequence == nil)
        #expect(bench.state().sequence == 1)
    }

    @Test("a change of a tag tells of no task")
    func messages() async throws {
        let messages = try await bench.messages { try await bench.perform(.createTag(TagInput(name: "home"))) }
        #expect(messages.map(\.topicName) == ["task-events", "task-updates"])
        let event = try #require(messages.taskEvents.first)
        #expect(event.data.eventType == .updated)
        #expect(event.data.taskID == TaskID(0))
        #expect(event.data.taskData == nil)
        #expect(event.subject == nil)
        #expect(messages.taskUpdates.first?.data.changes.tags == [Tag(name: "home")])
        #expect(messages.taskUpdates.first?.data.changes.task == nil)
    }
}
