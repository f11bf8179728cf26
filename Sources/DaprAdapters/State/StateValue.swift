internal import FoundationEssentials
internal import ServicePorts

/// How bytes travel and are kept as a JSON value, such that every byte comes back.
///
/// The sidecar takes values apart and writes them anew: numbers go through floating point and members are sorted. So
/// text travels as a JSON string, which people can read in the store, and other bytes as `{"base64":"…"}`. NUL counts
/// as no text, since PostgreSQL keeps none.
enum StateValue: Codable, Equatable {
    case text(String)
    case bytes([UInt8])

    private enum Key: String, CodingKey {
        case base64
    }

    init(_ value: [UInt8]) {
        let text = value.contains(0) ? nil : String(validating: value, as: UTF8.self)
        self = text.map(StateValue.text) ?? .bytes(value)
    }

    var value: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }

    /// The bytes of a value as the sidecar answers it; a value that another program wrote is its JSON as it stands.
    static func read(_ body: [UInt8]) -> [UInt8] {
        (try? JSONCodec.decode(StateValue.self, from: body))?.value ?? body
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
            return
        }
        let members = try decoder.singleValueContainer().decode([String: String].self)
        guard members.count == 1, let text = members[Key.base64.rawValue], let data = Data(base64Encoded: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "expected a string or {\"base64\":\"…\"}"))
        }
        self = .bytes(Array(data))
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .bytes(let bytes):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(Data(bytes).base64EncodedString(), forKey: .base64)
        }
    }
}
