internal import CivilTime
internal import ServicePorts
public import TodoDomain

/// Reads the JSON that stores keep of a task, plain forms without a decoder: a list reads two of them for each task.
public enum StoredTaskJSON {
    /// The names in a list of texts; throws `DecodingError` when it is none.
    public static func tags(_ json: String) throws -> [String] {
        let parts = parts(of: json)
        guard parts.count >= 3, parts.count % 2 == 1, parts[0] == "[", parts[parts.count - 1] == "]" else {
            return try JSONCodec.decode(from: Array(json.utf8))
        }
        var tags: [String] = []
        for index in stride(from: 1, to: parts.count, by: 2) {
            tags.append(String(Substring(parts[index])))
            guard index + 2 == parts.count || parts[index + 1] == "," else {
                return try JSONCodec.decode(from: Array(json.utf8))
            }
        }
        return tags
    }

    /// A due date as it encodes itself; throws `DecodingError` when it is none.
    public static func dueDate(_ json: String) throws -> DueDate {
        let parts = parts(of: json)
        let isPlain = parts.count == 5 && parts[0] == "{" && parts[2] == ":" && parts[4] == "}"
        guard isPlain, parts[1] == "due_date",
            let due = DueDate(text: String(Substring(parts[3])), zoneName: nil, zones: MemoryZoneDatabase([]))
        else { return try JSONCodec.decode(from: Array(json.utf8)) }
        return due
    }

    /// What stands before, within and after quotes, in turn; nothing where there are escapes.
    private static func parts(of json: String) -> [Substring.UTF8View] {
        guard !json.utf8.contains(UInt8(ascii: "\\")) else { return [] }
        return json.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    }
}

extension Substring.UTF8View {
    fileprivate static func == (part: Substring.UTF8View, text: StaticString) -> Bool {
        part.count == text.utf8CodeUnitCount && text.withUTF8Buffer { part.elementsEqual($0) }
    }
}
