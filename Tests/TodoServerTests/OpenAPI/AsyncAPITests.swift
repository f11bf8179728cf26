import Foundation
import HTTPTypes
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("The AsyncAPI document")
struct AsyncAPITests {
    private let document: JSONValue

    init() throws {
        document = try JSONCodec.decode(from: PackageResources.asyncapi_json)
    }

    @Test("has the published schemas inside, as scripts/write-asyncapi puts them there")
    func publishedSchemas() throws {
        let published = try RepositoryFiles.json(in: "docs/schemas")
        #expect(published.count == 4)
        for (file, schema) in published {
            let name = String(file.replacing(".", with: "_"))
            #expect(self.schema(name) == schema.inlined(name), "run scripts/write-asyncapi after a change of \(file)")
            for (definition, value) in schema["$defs"]?.members ?? [:] {
                #expect(self.schema("\(name)_\(definition)") == value.inlined(name), "run scripts/write-asyncapi")
            }
        }
    }

    @Test("leads from each reference to something that is there")
    func references() {
        let references = document.strings(named: "$ref")
        #expect(references.count > 40)
        for reference in references { #expect(document[pointer: reference] != nil, "\(reference)") }
    }

    @Test("describes every golden sample")
    func goldenSamples() throws {
        let samples = try RepositoryFiles.json(in: "Tests/TodoDomainTests/GoldenSamples")
        #expect(samples.count >= 15)
        for (name, sample) in samples {
            let topic = try #require(["task-event", "reminder", "task-update"].first { name.hasPrefix($0 + ".") })
            let message = ["task-event": "taskEvent", "reminder": "reminderEvent", "task-update": "taskUpdate"][topic]
            #expect(faults(in: sample, message: message ?? "") == [], "\(name)")
        }
    }

    @Test("has examples that follow the schemas of their messages")
    func examples() {
        for (name, message) in document[pointer: "/components/messages"]?.members ?? [:] {
            for example in message["examples"]?.items ?? [] {
                #expect(faults(in: example["payload"] ?? .null, message: name) == [])
            }
        }
    }

    @Test("names the topics and the close codes that there are")
    func names() {
        let addresses = ["taskEvents", "reminders", "taskUpdates"].map {
            document[pointer: "/channels/\($0)/address"]?.string
        }
        #expect(
            addresses == [TodoTopics.taskEvents.name, TodoTopics.reminders.name, TodoTopics.taskUpdates.name])
        #expect(document[pointer: "/channels/socket/address"]?.string == RealtimeFrontDoor.path)
        let codes = document[pointer: "/channels/socket/x-close-codes"]?.items ?? []
        let own: [CloseCode] = [
            .goingAway, .authenticationTimeout, .insufficientState, .slowConsumer, .tooManyMessages,
            .controlFlood, .tooManyConnections,
            .malformedFrame, .invalidToken, .forbidden,
        ]
        #expect(
            codes.compactMap { $0["code"]?.integer } == [1001, 1002, 1003, 1007, 1009]
                + own.dropFirst().map { Int64($0.rawValue) })
        for code in codes {
            guard let number = code["code"]?.integer, number >= 4_000 else { continue }
            #expect(code["action"]?.string == (number < 4_500 ? "reconnect" : "stop"))
        }
    }

    @Test("describes every event and every frame of a session at the front door")
    func session() async throws {
        let door = await FrontDoorFixture()
        try await RecordedSession(door).run()
        let entries = try await door.store.unpublished(limit: 1_000).entries
        var kinds: Set<String> = []
        for entry in entries {
            let (message, bytes) = try encoded(entry.message)
            let event = try JSONCodec.decode(JSONValue.self, from: bytes)
            #expect(faults(in: event, message: message) == [])
            kinds.insert(event[pointer: "/data/change/kind"]?.string ?? message)
            guard case .taskUpdate(let update) = entry.message else { continue }
            let position = StreamPosition(epoch: "epoch", sequence: update.sequence)
            try check(ServerMessage(update.data, at: position))
        }
        #expect(kinds.isSuperset(of: RecordedSession.kinds), "\(RecordedSession.kinds.subtracting(kinds))")
        let position = StreamPosition(epoch: "epoch", sequence: 0)
        for message in [ServerMessage.ready(position), .caughtUp(position), .mustRefetch(position)] {
            try check(message)
        }
    }

    @Test("describes what a client may say first, and nothing that is refused")
    func clientMessages() throws {
        for (text, isGood) in [
            (#"{"type":"authenticate"}"#, true), (#"{"type":"authenticate","token":"t","position":null}"#, true),
            (#"{"type":"authenticate","position":{"epoch":"e","seq":0}}"#, true),
            (#"{"type":"authenticate","position":{"epoch":"e","seq":-1}}"#, false),
            (#"{"type":"authenticate","position":{"epoch":"e"}}"#, false),
            (#"{"type":"authenticate","token":null}"#, false), (#"{"type":"hello"}"#, false), (#"{}"#, false),
            (#"{"type":"authenticate","seq":1}"#, false),
        ] {
            let value = try JSONReader.read(Array(text.utf8))
            #expect(faults(in: value, message: "authenticate").isEmpty == isGood, "\(text)")
            #expect(((try? ClientMessage(text)) != nil) == isGood, "\(text)")
        }
    }

    private func check(_ message: ServerMessage) throws {
        let frame = try JSONCodec.decode(JSONValue.self, from: RealtimeFrame(message).encoded())
        let names = [
            "ready": "ready", "event": "event", "notification": "notification", "caught_up": "caughtUp",
            "must_refetch": "mustRefetch",
        ]
        #expect(faults(in: frame, message: names[frame["type"]?.string ?? ""] ?? "none") == [])
    }

    private func encoded(_ message: OutboxMessage) throws -> (message: String, bytes: [UInt8]) {
        switch message {
        case .taskEvent(let event): ("taskEvent", try TodoTopics.taskEvents.encode(event))
        case .reminder(let event): ("reminderEvent", try TodoTopics.reminders.encode(event))
        case .taskUpdate(let event): ("taskUpdate", try TodoTopics.taskUpdates.encode(event))
        }
    }

    private func schema(_ name: String) -> JSONValue? {
        document[pointer: "/components/schemas/\(name)"]
    }

    private func faults(in value: JSONValue, message: String) -> [String] {
        guard let payload = document[pointer: "/components/messages/\(message)/payload"] else {
            return ["no message \(message)"]
        }
        return SchemaCheck(document).faults(in: value, by: payload)
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? { members[name] }

    /// Texts of all members of that name, anywhere in the value.
    func strings(named name: String) -> [String] {
        let here = members[name]?.string.map { [$0] } ?? []
        return here + members.values.flatMap { $0.strings(named: name) } + items.flatMap { $0.strings(named: name) }
    }

    /// The schema as the document has it inside, under that name.
    fileprivate func inlined(_ name: String) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.compactMap { key, value in
                        guard !["$schema", "$id", "$defs"].contains(key) else { return nil }
                        guard key == "$ref", case .string(let text) = value else { return (key, value.inlined(name)) }
                        return (key, .string(text.replacing("#/$defs/", with: "#/components/schemas/\(name)_")))
                    }))
        case .array(let items): .array(items.map { $0.inlined(name) })
        default: self
        }
    }
}
