/// What a client says of a saved filter's fields.
public struct SavedFilterInput: Hashable, Codable, Sendable {
    /// New name, nil to keep it.
    public var name: String?
    /// New condition, nil to keep it.
    public var filter: String?
    /// New order of the list, nil to keep it.
    public var sort: SavedFilter.Sort?
    /// New direction, nil to keep it.
    public var order: SavedFilter.Order?

    /// An input of those fields.
    public init(
        name: String? = nil, filter: String? = nil, sort: SavedFilter.Sort? = nil, order: SavedFilter.Order? = nil
    ) {
        self.name = name
        self.filter = filter
        self.sort = sort
        self.order = order
    }

    /// Reads a JSON object, in which a new filter must have `name` and `filter`.
    ///
    /// Throws `ValidationFailure` with every fault; one within the filter says at which character it is.
    public init(json: JSONValue, isNew: Bool) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        name = reader.name(isRequired: isNew)
        filter = reader.filterText(isRequired: isNew)
        sort = reader.choice("sort")
        order = reader.choice("order")
        try reader.finish()
    }

    /// The filter after this update of the present one.
    public func applied(to current: SavedFilter) -> SavedFilter {
        SavedFilter(
            name: name ?? current.name, filter: filter ?? current.filter, sort: sort ?? current.sort,
            order: order ?? current.order)
    }
}

extension ObjectReader {
    fileprivate mutating func name(isRequired: Bool) -> String? {
        switch string("name") {
        case .keep:
            if isRequired, faults.isEmpty { fault("name", .missing, "a name of 1 to 50 characters is required") }
            return nil
        case .set(nil):
            fault("name", .wrongType, "expected a string of 1 to 50 characters, found null")
            return nil
        case .set(let text?):
            guard case .set(let name) = checkedText("name", text, lengths: 1...50) else { return nil }
            return name
        }
    }

    /// The text of a filter that can be read.
    fileprivate mutating func filterText(isRequired: Bool) -> String? {
        switch string("filter") {
        case .keep:
            if isRequired, !faults.contains(where: { $0.pointer.isEmpty }) {
                fault("filter", .missing, "a filter is required, as: priority = high && due < now+7d")
            }
            return nil
        case .set(nil):
            fault("filter", .wrongType, "expected a string, found null")
            return nil
        case .set(let text?):
            guard case .set(let text) = checkedText("filter", text, lengths: 1...SavedFilter.longestText) else {
                return nil
            }
            do {
                _ = try TaskFilter(text: text)
                return text
            } catch {
                fault("filter", .invalid, "at character \(error.position): \(error.reason)")
                return nil
            }
        }
    }

    /// One of a few words; null counts as absent.
    fileprivate mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ field: String) -> Choice? {
        guard case .set(let text?) = string(field) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        fault(field, .invalid, "'\(text.prefix(40))' is none of \(words)")
        return nil
    }
}
