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

    /// The due date after this update of the current one; throws `ValidationFailure` when a zone has no date.
    public func applied(to current: DueDate?, zones: some ZoneDatabase) throws(ValidationFailure) -> DueDate? {
        switch text {
        case .set(nil):
            return nil
        case .set(let text?):
            let inherited = Timestamp(rfc3339: text) == nil ? current?.zoneName : nil
            return DueDate(text: text, zoneName: zoneName.applied(to: inherited), zones: zones)
        case .keep:
            guard case .set(let zone) = zoneName else { return current }
            guard var due = current else {
                guard zone != nil else { return nil }
                throw ValidationFailure(
                    pointer: "/time_zone", code: .conflict, message: "a time zone needs a due_date beside it")
            }
            due.anchor = zone.map { .zone($0) } ?? .floating
            return due
        }
    }
}
