import ServicePorts
import TodoDomain

@testable import TodoServices

/// A user's data as a client keeps it: what the documentation of events tells clients to do, and nothing else.
struct Replica {
    private(set) var documents: [TaskID: Fields] = [:]
    private(set) var reminders: [TaskID: [Reminder]] = [:]
    private(set) var tags: [String: Tag] = [:]

    /// A task document taken apart, since clients change fields.
    struct Fields: Equatable {
        var document: TaskDocument
        var tags: [String]
        var version: Int64
    }

    var orderedDocuments: [TaskDocument] {
        documents.values.sorted { $0.document.id < $1.document.id }.map(\.whole)
    }

    mutating func apply(_ update: TaskUpdate) {
        let changes = update.changes
        if let rename = changes.renamedTag { rewrite(rename.from, to: rename.to) }
        if let removed = changes.removedTag { rewrite(removed, to: nil) }
        for tag in changes.tags ?? [] { tags[tag.key] = tag }
        if let task = changes.task {
            documents[task.id] = Fields(document: task, tags: task.tags, version: task.version)
            reminders[task.id] = changes.reminders
        }
        if changes.deleted == true { remove(update.taskID) }
        if let withdrawn = changes.withdrawnTask { remove(withdrawn) }
    }

    private mutating func remove(_ id: TaskID) {
        documents[id] = nil
        reminders[id] = nil
    }

    private mutating func rewrite(_ name: String, to newName: String?) {
        let key = Tag.key(name)
        if var tag = tags.removeValue(forKey: key), let newName {
            tag.name = newName
            tags[tag.key] = tag
        }
        for (id, fields) in documents where fields.tags.contains(where: { Tag.key($0) == key }) {
            documents[id]?.tags = fields.tags.compactMap { Tag.key($0) == key ? newName : $0 }
            documents[id]?.version += 1
        }
    }
}

extension Replica.Fields {
    /// The document with the fields as they are now.
    fileprivate var whole: TaskDocument {
        guard tags != document.tags || version != document.version else { return document }
        do {
            guard case .object(var fields) = try JSONCodec.decode(JSONValue.self, from: JSONCodec.encode(document))
            else { return document }
            fields["tags"] = .array(tags.map { .string($0) })
            fields["version"] = .integer(version)
            return try JSONCodec.decode(from: JSONCodec.encode(JSONValue.object(fields)))
        } catch {
            preconditionFailure("a document goes through JSON: \(error)")
        }
    }
}
