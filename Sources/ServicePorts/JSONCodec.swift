internal import FoundationEssentials

/// The one place that turns values into JSON bytes and back.
///
/// Keys are sorted and slashes plain, so equal values give equal bytes.
public enum JSONCodec {
    /// UTF-8 JSON of the value; throws `EncodingError`.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// The value in UTF-8 JSON bytes; throws `DecodingError` naming the place.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
