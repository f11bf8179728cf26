internal import Logging

/// JSON written by hand, for log lines.
enum JSONText {
    /// The text as a JSON string.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A metadata value as JSON: whole numbers and booleans as themselves, keys sorted.
    static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): return quoted(text)
        case .stringConvertible(let value as any BinaryInteger): return "\(value)"
        case .stringConvertible(let value as Bool): return "\(value)"
        case .stringConvertible(let value): return quoted("\(value)")
        case .array(let values): return "[" + values.map(JSONText.value).joined(separator: ",") + "]"
        case .dictionary(let members):
            let pairs = members.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + JSONText.value($0.value) }
            return "{" + pairs.joined(separator: ",") + "}"
        @unknown default: return quoted("\(value)")
        }
    }
}
