internal import CivilTime

private enum Field: String, CodingKey {
    case date = "due_date"
    case zone = "time_zone"
}

extension DueDate: Codable {
    /// Decodes `{due_date, time_zone}` as `encode` writes it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Field.self)
        let text = try container.decode(String.self, forKey: .date)
        let zone = try container.decodeIfPresent(String.self, forKey: .zone)
        guard let due = DueDate(text: text, zoneName: nil, zones: MemoryZoneDatabase([])) else {
            throw DecodingError.dataCorruptedError(
                forKey: .date, in: container, debugDescription: "'\(text)' is not a date or date-time")
        }
        self = due
        if let zone { anchor = .zone(zone) }
    }

    /// Encodes `{due_date, time_zone}`; the zone is left out when there is none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Field.self)
        try container.encode(text, forKey: .date)
        try container.encodeIfPresent(zoneName, forKey: .zone)
    }
}
