/// Messages in Urdu, found by the English message that they stand for.
///
/// The English text is the key, so that whoever writes a message writes it once and where it belongs. A message without
/// a translation stays English, and its answer says so.
enum UrduMessages {
    private struct Entry: Sendable {
        let english: MessageTemplate
        let urdu: String
    }

    /// The closest match comes first.
    private static let entries: [Entry] = UrduCatalogue.all
        .map { Entry(english: MessageTemplate($0.english), urdu: $0.urdu) }
        .sorted { $0.english.weight > $1.english.weight }

    /// The message in Urdu; nil when it has no translation.
    ///
    /// What stands in its places is translated when it is a message itself, and else shown in its own direction.
    static func translation(of message: String) -> String? {
        for entry in entries {
            guard let values = entry.english.match(message) else { continue }
            var text = entry.urdu
            for (index, value) in values.enumerated() {
                text = text.replacing("{\(index + 1)}", with: part(value))
            }
            return text
        }
        return nil
    }

    /// A value between marks that keep its direction from the text around it.
    private static func part(_ value: String) -> String {
        guard !value.isEmpty, value.utf8.count < 400 else { return "\u{2068}\(value)\u{2069}" }
        return UrduCatalogue.words[value] ?? (value.contains(" ") ? translation(of: value) : nil)
            ?? "\u{2068}\(value)\u{2069}"
    }
}
