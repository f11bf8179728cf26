internal import CivilTime

extension Series: Codable {
    private enum CodingKeys: String, CodingKey {
        case rule, anchor, id, occurrence, number, missed, advance, paused, exdates, rdates, skipped, template
        case predecessorID = "predecessor_id"
        case repeatFrom = "repeat_from"
        case resumedAt = "resumed_at"
        case passedOver = "passed_over"
    }

    /// Decodes what `encode` writes; what is left out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            rule: try container.decode(RecurrenceRule.self, forKey: .rule),
            anchor: try container.decode(CivilReading.self, forKey: .anchor).wall,
            predecessorID: try container.decodeIfPresent(TaskID.self, forKey: .predecessorID),
            id: try container.decodeIfPresent(TaskID.self, forKey: .id),
            occurrence: try container.decodeIfPresent(CivilReading.self, forKey: .occurrence)?.wall)
        number = try container.decodeIfPresent(Int.self, forKey: .number)
        settings = SeriesSettings(
            repeatFrom: try container.decodeIfPresent(SeriesSettings.RepeatFrom.self, forKey: .repeatFrom) ?? .due,
            missed: try container.decodeIfPresent(SeriesSettings.Missed.self, forKey: .missed) ?? .nextFuture,
            advance: try container.decodeIfPresent(SeriesSettings.Advance.self, forKey: .advance) ?? .onCompletion,
            isPaused: try container.decodeIfPresent(Bool.self, forKey: .paused) ?? false,
            exceptions: try container.decodeIfPresent([CivilReading].self, forKey: .exdates)?.map(\.wall) ?? [],
            additions: try container.decodeIfPresent([CivilReading].self, forKey: .rdates)?.map(\.wall) ?? [])
        resumedAt = try container.decodeIfPresent(CivilReading.self, forKey: .resumedAt)?.wall
        isSkipped = try container.decodeIfPresent(Bool.self, forKey: .skipped) ?? false
        passedOver = try container.decodeIfPresent([CivilReading].self, forKey: .passedOver)?.map(\.wall) ?? []
        template = try container.decodeIfPresent(SeriesTemplate.self, forKey: .template)
    }

    /// Encodes rule and anchor, and of the rest what is not as by default: stored changes keep their bytes, and so
    /// their place in the chain of hashes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let plain = SeriesSettings()
        try container.encode(rule, forKey: .rule)
        try container.encode(CivilReading(anchor), forKey: .anchor)
        try container.encodeIfPresent(predecessorID, forKey: .predecessorID)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(occurrence.map(CivilReading.init), forKey: .occurrence)
        try container.encodeIfPresent(number, forKey: .number)
        try container.encodeUnless(settings.repeatFrom, is: plain.repeatFrom, forKey: .repeatFrom)
        try container.encodeUnless(settings.missed, is: plain.missed, forKey: .missed)
        try container.encodeUnless(settings.advance, is: plain.advance, forKey: .advance)
        try container.encodeUnless(settings.isPaused, is: false, forKey: .paused)
        try container.encodeUnless(settings.exceptions.map(CivilReading.init), is: [], forKey: .exdates)
        try container.encodeUnless(settings.additions.map(CivilReading.init), is: [], forKey: .rdates)
        try container.encodeIfPresent(resumedAt.map(CivilReading.init), forKey: .resumedAt)
        try container.encodeUnless(isSkipped, is: false, forKey: .skipped)
        try container.encodeUnless(passedOver.map(CivilReading.init), is: [], forKey: .passedOver)
        try container.encodeIfPresent(template, forKey: .template)
    }
}

extension KeyedEncodingContainer {
    fileprivate mutating func encodeUnless<Value: Encodable & Equatable>(
        _ value: Value, is usual: Value, forKey key: Key
    ) throws {
        if value != usual { try encode(value, forKey: key) }
    }
}

/// A wall-clock reading as JSON text.
struct CivilReading: Hashable, Codable {
    let wall: CivilDateTime

    init(_ wall: CivilDateTime) {
        self.wall = wall
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let wall = CivilDateTime(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a local date-time")
        }
        self.wall = wall
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wall.iso8601)
    }
}
