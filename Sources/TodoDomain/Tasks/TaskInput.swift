public import CivilTime

/// What a client says of a task's fields, checked one by one; rules that need the task itself come with the decision.
public struct TaskInput: Hashable, Codable, Sendable {
    /// New title, trimmed.
    public var title: FieldUpdate<String> = .keep
    /// New description.
    public var description: FieldUpdate<String> = .keep
    /// New priority.
    public var priority: FieldUpdate<Priority> = .keep
    /// New due date.
    public var due: DueUpdate = .init()
    /// New recurrence rule, nil to stop repeating.
    public var rule: FieldUpdate<RecurrenceRule?> = .keep
    /// What else is said of the series.
    public var series: SeriesUpdate = .init()
    /// Which occurrences the edit is for; nil for this one, or for the whole series where its dates change.
    public var scope: EditScope?
    /// New parent, nil for none.
    public var parentID: FieldUpdate<TaskID?> = .keep
    /// New tags, trimmed.
    public var tags: FieldUpdate<[String]> = .keep
    /// New instant of the first reminder, nil to remove it.
    public var reminderAt: FieldUpdate<Timestamp?> = .keep
    /// New completion.
    public var completed: FieldUpdate<Bool> = .keep

    /// An input that changes nothing.
    public init() {}
}

/// What a client says of a due date: the date and the zone may come together or alone.
public struct DueUpdate: Hashable, Codable, Sendable {
    /// New date text as entered, nil to remove the due date.
    public var text: FieldUpdate<String?> = .keep
    /// New zone name, nil for none.
    public var zoneName: FieldUpdate<String?> = .keep

    /// An update that changes nothing.
    public init() {}

    /// The due date after this update of the current one; throws `ValidationFailure` when a zone has no date, or when
    /// the date does not fit into the zone's calendar.
    public func applied(to current: DueDate?, zones: some ZoneDatabase) throws(ValidationFailure) -> DueDate? {
        switch text {
        case .set(nil):
            return nil
        case .set(let text?):
            let inherited = Timestamp(rfc3339: text) == nil ? current?.zoneName : nil
            return try DueUpdate.read(text, zoneName.applied(to: inherited), zones)
        case .keep:
            guard case .set(let zone) = zoneName else { return current }
            guard let due = current else {
                guard zone != nil else { return nil }
                throw ValidationFailure(
                    pointer: "/time_zone", code: .conflict, message: "a time zone needs a due_date beside it")
            }
            // A date at an offset names an instant: it has no zone to take away, and a zone only changes its reading.
            if case .offset = due.anchor {
                return zone == nil ? due : try DueUpdate.read(due.text, zone, zones)
            }
            return DueDate(wall: due.wall, anchor: zone.map { .zone($0) } ?? .floating, isAllDay: due.isAllDay)
        }
    }

    private static func read(
        _ text: String, _ zoneName: String?, _ zones: some ZoneDatabase
    ) throws(ValidationFailure) -> DueDate {
        if let due = DueDate(text: text, zoneName: zoneName, zones: zones) { return due }
        throw ValidationFailure(
            pointer: "/due_date", code: .invalid,
            message: "'\(text.prefix(60))' is no date of the years 0 to 9999 in that time zone")
    }
}
