import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@Suite("Golden samples")
struct GoldenSampleTests {
    /// Decodes an event with the topic of its sample and encodes it again.
    private func encodedAgain(_ name: String, _ bytes: [UInt8]) throws -> [UInt8] {
        switch name.split(separator: ".").first {
        case "task-event": try TodoTopics.taskEvents.encode(TodoTopics.taskEvents.decode(bytes))
        case "reminder": try TodoTopics.reminders.encode(TodoTopics.reminders.decode(bytes))
        case "task-update": try TodoTopics.taskUpdates.encode(TodoTopics.taskUpdates.decode(bytes))
        default: throw UnknownTopic(name: name)
        }
    }

    private struct UnknownTopic: Error {
        let name: String
    }

    @Test(
        "every sample ever published is understood, and written again as it was",
        arguments: try SchemaFiles.sampleNames())
    func understood(name: String) throws {
        let bytes = try SchemaFiles.sample(name)
        let again = try encodedAgain(name, bytes)
        #expect(try JSONCodec.decode(JSONValue.self, from: again) == JSONCodec.decode(JSONValue.self, from: bytes))
    }

    @Test("every sample follows its schema", arguments: try SchemaFiles.sampleNames())
    func valid(name: String) throws {
        #expect(try SchemaFiles.faults(inEvent: SchemaFiles.sample(name)) == [])
    }

    @Test("a sample with fields that came later is understood too", arguments: try SchemaFiles.sampleNames())
    func additive(name: String) throws {
        let sample = try JSONCodec.decode(JSONValue.self, from: SchemaFiles.sample(name))
        let bytes = try JSONCodec.encode(sample.withFieldEverywhere("added_later", .array([.integer(1)])))
        let again = try JSONCodec.decode(JSONValue.self, from: encodedAgain(name, bytes))
        #expect(again == sample)
        #expect(try SchemaFiles.faults(inEvent: bytes) == [])
    }

    @Test("there are samples of each topic")
    func perTopic() throws {
        let names = try SchemaFiles.sampleNames()
        for (topic, least) in [("task-event.v1.", 4), ("reminder.v1.", 2), ("task-update.v1.", 4)] {
            #expect(names.filter { $0.hasPrefix(topic) }.count >= least, "\(topic)")
        }
    }

    @Test("every example in the documentation follows its schema and is understood")
    func examples() throws {
        let examples = try SchemaFiles.documentedExamples()
        #expect(examples.count == 4)
        for example in examples {
            let bytes = Array(example.utf8)
            #expect(try SchemaFiles.faults(inEvent: bytes) == [])
            let event = try JSONCodec.decode(CloudEvent<JSONValue>.self, from: bytes)
            let schema = try #require(event.dataSchema?.split(separator: "/").last)
            let again = try encodedAgain(String(schema), bytes)
            #expect(try JSONCodec.decode(JSONValue.self, from: again) == JSONCodec.decode(JSONValue.self, from: bytes))
        }
    }

    @Test("what a sample says is what is understood")
    func meaning() throws {
        let created = try TodoTopics.taskEvents.decode(SchemaFiles.sample("task-event.v1.created-urdu"))
        #expect(created.data.taskData?.title == "دودھ خریدنا 🥛")
        #expect(created.sequence == 7)
        guard case .putTask(let task) = created.data.change.effects.last else {
            Issue.record("a creation puts its task last")
            return
        }
        #expect(task.due?.zoneName == "Asia/Karachi")
        #expect(TaskData(task) == created.data.taskData)
        let update = try TodoTopics.taskUpdates.decode(SchemaFiles.sample("task-update.v1.created-urdu"))
        let changes = SyncChanges(created.data.change.effects)
        #expect(update.data.changes.reminders == changes.reminders)
        #expect(update.data.changes.tags == changes.tags)
        // The sample is from before documents told the series; nothing else may be told otherwise.
        #expect(update.data.changes.task?.series == nil)
        let told = try JSONCodec.encode(changes.task).withoutSeries
        #expect(try JSONCodec.encode(update.data.changes.task).withoutSeries == told)
        let renamed = try TodoTopics.taskEvents.decode(SchemaFiles.sample("task-event.v1.tag-renamed"))
        #expect(renamed.data.taskID == TaskID(0))
        #expect(renamed.data.taskData == nil)
        let notification = try TodoTopics.taskUpdates.decode(SchemaFiles.sample("task-update.v1.notification"))
        #expect(notification.data.notification?.reminderID == ReminderID(11))
    }
}

extension [UInt8] {
    /// This document's JSON without the place in a series.
    fileprivate var withoutSeries: JSONValue? {
        guard case .object(var fields) = try? JSONCodec.decode(JSONValue.self, from: self) else { return nil }
        fields["series"] = nil
        return .object(fields)
    }
}

extension JSONValue {
    /// This value with one more field in every object.
    fileprivate func withFieldEverywhere(_ name: String, _ value: JSONValue) -> JSONValue {
        switch self {
        case .object(let fields):
            var fields = fields.mapValues { $0.withFieldEverywhere(name, value) }
            fields[name] = value
            return .object(fields)
        case .array(let items): return .array(items.map { $0.withFieldEverywhere(name, value) })
        default: return self
        }
    }
}
