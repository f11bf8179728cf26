internal import CivilTime

extension Reminder: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, status, offset, automatic
        case remindAt = "remind_at"
        case sentAt = "sent_at"
        case snoozedFrom = "snoozed_from"
        case cancelledBecause = "cancelled_because"
    }

    /// Decodes what `encode` writes; fields that later versions added may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(ReminderID.self, forKey: .id),
            remindAt: try container.decode(Timestamp.self, forKey: .remindAt),
            status: try container.decode(Status.self, forKey: .status),
            sentAt: try container.decodeIfPresent(Timestamp.self, forKey: .sentAt),
            offset: try container.decodeIfPresent(ReminderOffset.self, forKey: .offset),
            isAutomatic: try container.decodeIfPresent(Bool.self, forKey: .automatic) ?? false,
            snoozedFrom: try container.decodeIfPresent(Timestamp.self, forKey: .snoozedFrom),
            cancelledBecause: try container.decodeIfPresent(CancellationReason.self, forKey: .cancelledBecause))
    }

    /// Encodes the fields that have a value; `automatic` only when true.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(remindAt, forKey: .remindAt)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(sentAt, forKey: .sentAt)
        try container.encodeIfPresent(offset, forKey: .offset)
        if isAutomatic { try container.encode(true, forKey: .automatic) }
        try container.encodeIfPresent(snoozedFrom, forKey: .snoozedFrom)
        try container.encodeIfPresent(cancelledBecause, forKey: .cancelledBecause)
    }
}
