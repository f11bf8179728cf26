public import TodoDomain

// Event types as one text, for stores that keep them in a column.
extension WebhookSettings {
    /// The wanted types with spaces between them; empty when all are wanted.
    public var eventTypesText: String { (eventTypes ?? []).map(\.rawValue).joined(separator: " ") }

    /// The types that `eventTypesText` told; nil, which stands for all, for an empty text.
    public static func eventTypes(in text: String) -> [TaskEvent.EventType]? {
        text.isEmpty ? nil : text.split(separator: " ").compactMap { TaskEvent.EventType(rawValue: String($0)) }
    }
}
