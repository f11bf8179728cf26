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
        guard let text = plainDate(in: json),
            let due = DueDate(text: text, zoneName: nil, zones: MemoryZoneDatabase([]))
        else { return try JSONCodec.decode(from: Array(json.utf8)) }
        return due
    }

    private static let beforeDate = #"{"due_date":""#
    private static let afterDate = #""}"#

    /// The text of a due date without a zone; nil for any other form.
    private static func plainDate(in json: String) -> String? {
        let bytes = json.utf8
        guard bytes.count >= beforeDate.utf8.count + afterDate.utf8.count, bytes.starts(with: beforeDate.utf8),
            bytes.suffix(afterDate.utf8.count).elementsEqual(afterDate.utf8)
        else { return nil }
        let text = bytes.dropFirst(beforeDate.utf8.count).dropLast(afterDate.utf8.count)
        guard !text.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else { return nil }
        return String(Substring(text))
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
