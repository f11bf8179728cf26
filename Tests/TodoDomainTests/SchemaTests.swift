import ServicePorts
import Testing
import TodoDomain

@Suite("Schemas")
struct SchemaTests {
    @Test("each schema names itself as its file does", arguments: try SchemaFiles.schemaNames())
    func names(name: String) throws {
        let identity = "https://evolutiontodo.com/schemas/\(name).json"
        #expect(try SchemaFiles.text(ofSchema: name).contains("\"$id\": \"\(identity)\""))
        #expect(try SchemaFiles.text(ofSchema: name).contains("https://json-schema.org/draft/2020-12/schema"))
    }

    @Test("the schemas are those of the topics and of the envelope")
    func all() throws {
        #expect(try SchemaFiles.schemaNames() == ["cloudevent.v1", "reminder.v1", "task-event.v1", "task-update.v1"])
    }

    @Test(
        "a field that must be there and is taken away is a fault",
        arguments: [
            (
                "task-event.v1.created-urdu",
                [
                    "event_type", "task_id", "user_id", "task_data", "timestamp", "correlation_id", "task_data/title",
                    "task_data/description", "task_data/completed", "task_data/priority", "task_data/due_date",
                    "task_data/tags", "task_data/recurring", "task_data/recurring/enabled",
                    "task_data/recurring/pattern",
                    "task_data/recurring/next_occurrence",
                ]
            ),
            (
                "reminder.v1.cancelled",
                [
                    "task_id", "user_id", "title", "due_at", "remind_at", "notification_type", "correlation_id",
                ]
            ),
            (
                "task-update.v1.notification",
                [
                    "event_type", "task_id", "user_id", "changes", "source_client", "timestamp",
                    "changes/task/time_zone",
                    "notification/due_date",
                ]
            ),
        ])
    func required(sample: String, fields: [String]) throws {
        let event = try JSONCodec.decode(JSONValue.self, from: SchemaFiles.sample(sample))
        for field in fields {
            let path = (["data"] + field.split(separator: "/").map(String.init))[...]
            let damaged = try JSONCodec.encode(event.replacing(path, with: nil))
            #expect(try SchemaFiles.faults(inEvent: damaged).count == 1, "without \(field)")
        }
        for attribute in ["specversion", "id", "type", "source", "time", "partitionkey", "sequence", "correlationid"] {
            let damaged = try JSONCodec.encode(event.replacing([attribute], with: nil))
            #expect(try SchemaFiles.faults(inEvent: damaged).count == 1, "without \(attribute)")
        }
    }

    @Test(
        "a value of the wrong kind is a fault",
        arguments: [
            ("task-event.v1.created-urdu", "event_type", JSONValue.string("exploded")),
            ("task-event.v1.created-urdu", "task_id", .string("41")),
            ("task-event.v1.created-urdu", "task_id", .integer(-1)),
            ("task-event.v1.created-urdu", "task_data/tags/0", .integer(7)),
            ("task-event.v1.created-urdu", "task_data/title", .string("")),
            ("task-event.v1.created-urdu", "timestamp", .string("yesterday")),
            ("task-event.v1.created-urdu", "change/kind", .string("task_exploded")),
            ("reminder.v1.cancelled", "notification_type", .string("pigeon")),
            ("reminder.v1.cancelled", "remind_at", .null),
            ("task-update.v1.notification", "event_type", .string("async")),
            ("task-update.v1.notification", "source_client", .string("toaster")),
            ("task-update.v1.notification", "changes/task/priority", .null),
            ("task-update.v1.tag-renamed", "changes/tags/0/colour", .string("blue")),
        ])
    func wrong(sample: String, field: String, value: JSONValue) throws {
        let event = try JSONCodec.decode(JSONValue.self, from: SchemaFiles.sample(sample))
        let path = (["data"] + field.split(separator: "/").map(String.init))[...]
        let damaged = try JSONCodec.encode(event.replacing(path, with: value))
        #expect(try SchemaFiles.faults(inEvent: damaged).count == 1)
    }

    @Test("a schema with a keyword that nobody checks is a fault")
    func unknownKeyword() {
        let schema = JSONSchema(.object(["maxProperties": .integer(1)]))
        #expect(schema.faults(in: .null) == [": the schema's keyword maxProperties is not understood"])
    }
}

extension JSONValue {
    /// This value with the one at the path replaced, or taken away when nil.
    fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch self {
        case .object(var fields):
            guard let old = fields[name] else { preconditionFailure("no field \(name)") }
            fields[name] = rest.isEmpty ? value : old.replacing(rest, with: value)
            return .object(fields)
        case .array(var items):
            guard let index = Int(name), items.indices.contains(index) else { preconditionFailure("no item \(name)") }
            items[index] = items[index].replacing(rest, with: value)
            return .array(items)
        default: preconditionFailure("nothing is under \(name)")
        }
    }
}
