internal import FoundationEssentials

/// The one place that turns values into JSON bytes and back.
///
/// Keys are sorted and slashes plain, so equal values give equal bytes. What the project's own coders are unsure of is
/// left to Foundation's, which are several times slower and give the same.
public enum JSONCodec {
    /// UTF-8 JSON of the value; throws `EncodingError`.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        if let bytes = try? JSONBytesEncoder.encode(value) { return bytes }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// The value in UTF-8 JSON bytes; throws `DecodingError` naming the place.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
        if let value = bytes.withUnsafeBytes({ JSONTapeDecoder.decode(type, from: $0) }) { return value }
        return try JSONDecoder().decode(type, from: Data(bytes))
    }
}
