internal import CivilTime

private enum Attribute: String, CodingKey {
    case specversion, id, type, source, subject, time, dataschema, datacontenttype
    case partitionkey, sequence, correlationid, traceparent, data
}

extension CloudEvent: Encodable where Payload: Encodable {
    /// Encodes the structured JSON form; the sequence is zero-padded so that it sorts as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Attribute.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encode(source, forKey: .source)
        try container.encodeIfPresent(subject, forKey: .subject)
        try container.encode(time, forKey: .time)
        try container.encodeIfPresent(dataSchema, forKey: .dataschema)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encode(partitionKey, forKey: .partitionkey)
        let digits = String(sequence)
        try container.encode(
            String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits, forKey: .sequence)
        try container.encode(correlationID, forKey: .correlationid)
        try container.encodeIfPresent(traceParent, forKey: .traceparent)
        try container.encode(data, forKey: .data)
    }
}

extension CloudEvent: Decodable where Payload: Decodable {
    /// Decodes the structured JSON form, refusing another `specversion` or a sequence that is no number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Attribute.self)
        let version = try container.decode(String.self, forKey: .specversion)
        guard version == "1.0" else {
            throw DecodingError.dataCorruptedError(
                forKey: .specversion, in: container, debugDescription: "specversion is '\(version)'; expected '1.0'")
        }
        let digits = try container.decode(String.self, forKey: .sequence)
        guard let sequence = Int64(digits) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sequence, in: container, debugDescription: "sequence '\(digits)' is not a whole number")
        }
        self.init(
            id: try container.decode(String.self, forKey: .id),
            type: try container.decode(String.self, forKey: .type),
            source: try container.decode(String.self, forKey: .source),
            subject: try container.decodeIfPresent(String.self, forKey: .subject),
            time: try container.decode(Timestamp.self, forKey: .time),
            dataSchema: try container.decodeIfPresent(String.self, forKey: .dataschema),
            partitionKey: try container.decode(String.self, forKey: .partitionkey),
            sequence: sequence,
            correlationID: try container.decode(String.self, forKey: .correlationid),
            traceParent: try container.decodeIfPresent(String.self, forKey: .traceparent),
            data: try container.decode(Payload.self, forKey: .data)
        )
    }
}
