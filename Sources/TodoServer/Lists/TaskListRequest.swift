internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// What a request for a list of tasks asks, by its parameters.
struct TaskListRequest {
    private let status: TaskQuery.Status
    private let kinship: TaskQuery.Kinship
    private let search: String
    private let filter: TaskFilter?
    private let sort: TaskQuery.Sort
    private let order: Order
    /// The most tasks of the answer; nil for all.
    let limit: Int?
    /// Where the answer begins; nil for the beginning.
    let cursor: TaskCursor?
    /// True to tell how many match in all.
    let wantsCount: Bool
    private let pairs: [(name: String, value: String)]
    private let fingerprint: UInt64

    /// Direction of a listing.
    enum Order: String, CaseIterable {
        case ascending = "asc"
        case descending = "desc"
    }

    private static let single = [
        "status", "due_after", "due_before", "overdue", "recurring", "has_reminder", "q", "filter", "sort", "order",
        "limit", "cursor", "count", "parent", "saved_filter",
    ]
    private static let repeatable = ["priority", "tag"]

    /// Most characters that a search may have.
    private static let longestSearch = 200
    /// Most characters that a filter may have.
    private static let longestFilter = 2_000
    /// Most tasks of a limited answer.
    private static let largestPage: Int64 = 500
    /// Most tags that can be asked for at once: as many as a task carries.
    private static let mostTags = 20

    /// The name of the saved filter that a query refers to, if any; throws a `Problem` when the query is malformed.
    static func savedFilterName(in query: String?) throws(Problem) -> String? {
        try QueryParameters(query, allowing: single, repeating: repeatable)["saved_filter"]
    }

    /// Reads the query of the user's request, for which the filter that it refers to was looked up; throws a `Problem`
    /// that names the parameter at fault.
    ///
    /// What the query says of the order goes before what the saved filter says.
    init(_ query: String?, of user: UserID, saved: SavedFilter? = nil) throws(Problem) {
        let parameters = try QueryParameters(
            query, allowing: TaskListRequest.single, repeating: TaskListRequest.repeatable)
        status = try parameters.choice("status", default: .all)
        search = try parameters.text("q", mostCharacters: TaskListRequest.longestSearch) ?? ""
        kinship = try TaskListRequest.kinship(parameters)
        sort = try parameters.optionalChoice("sort") ?? saved.map { TaskQuery.Sort($0.sort) } ?? .created
        order = try parameters.optionalChoice("order") ?? saved.map { Order($0.order) } ?? .ascending
        filter = try TaskListRequest.filter(parameters, saved)
        limit = try parameters.integer("limit", in: 1...TaskListRequest.largestPage).map(Int.init)
        wantsCount = try parameters.choice("count", default: Truth.no) == .yes
        pairs = parameters.pairs
        fingerprint = TaskListRequest.fingerprint(
            [
                user.rawValue, status.rawValue, kinship.text, search, filter?.text ?? "", sort.rawValue, order.rawValue,
            ])
        guard let text = parameters["cursor"] else {
            cursor = nil
            return
        }
        let cursor = try TaskCursor(text, sortedBy: sort)
        guard cursor.fingerprint == fingerprint else { throw .foreignCursor }
        self.cursor = cursor
    }

    /// True when the answer may depend on the instant and on the user's clock.
    var needsContext: Bool { filter?.needsContext ?? false }

    /// The query, for one task more than the answer may have: there is a next page if that one is found.
    func query(in context: FilterContext) -> TaskQuery {
        TaskQuery(
            status: status, kinship: kinship, search: search, predicate: filter.map { TaskPredicate($0, in: context) },
            sort: sort,
            isDescending: order == .descending, after: cursor?.place, limit: limit.map { $0 + 1 })
    }

    /// The query part of the address at which the list goes on after that place.
    func addressOfNext(after place: TaskPlace, asOf instant: Timestamp) -> String {
        let cursor = TaskCursor(place: place, asOf: instant, fingerprint: fingerprint)
        let others = pairs.filter { $0.name != "cursor" }
        return (others + [("cursor", cursor.text)]).map { "\($0.name)=\(PercentCoding.encode($0.value))" }
            .joined(separator: "&")
    }

    private static func fingerprint(_ texts: [String]) -> UInt64 {
        var hash = StableHash()
        for text in texts { hash.fold(text) }
        return hash.value
    }
}

// MARK: - Filters

extension TaskListRequest {
    private static func kinship(_ parameters: QueryParameters) throws(Problem) -> TaskQuery.Kinship {
        guard let text = parameters["parent"] else { return .any }
        if text == "none" { return .withoutParent }
        guard let id = Int64(text), id > 0 else {
            throw Problem(
                .invalidParameter, "'parent' is '\(text.prefix(40))'; expected the identity of a task, or none")
        }
        return .subtask(of: TaskID(id))
    }

    private static func filter(
        _ parameters: QueryParameters, _ saved: SavedFilter?
    ) throws(Problem) -> TaskFilter? {
        var filters: [TaskFilter] = []
        if let saved {
            do {
                filters.append(try TaskFilter(text: saved.filter))
            } catch {
                throw .invalidParameter("saved_filter", at: error.position, error.reason)
            }
        }
        let priorities: [Priority] = try parameters.choices("priority")
        if !priorities.isEmpty { filters.append(.priority(in: priorities)) }
        let tags = try parameters.all("tag", atMost: mostTags)
        if !tags.isEmpty { filters.append(.tag(in: try tags.map { text throws(Problem) in try tag(text) })) }
        if let moment = try moment("due_after", parameters) { filters.append(.due(from: moment)) }
        if let moment = try moment("due_before", parameters) { filters.append(.due(before: moment)) }
        for (name, field) in [("overdue", FilterField.overdue), ("recurring", .recurring), ("has_reminder", .reminder)]
        {
            let truth: Truth? = try parameters.optionalChoice(name)
            if let truth { filters.append(.has(field, truth == .yes)) }
        }
        if let text = try parameters.text("filter", mostCharacters: longestFilter) {
            do {
                filters.append(try TaskFilter(text: text))
            } catch {
                throw .invalidParameter("filter", at: error.position, error.reason)
            }
        }
        return TaskFilter.all(of: filters)
    }

    private static func tag(_ name: String) throws(Problem) -> String {
        guard (1...50).contains(name.count) else {
            throw Problem(.invalidParameter, "'tag' has \(name.count) characters; a tag's name has 1 to 50")
        }
        return name
    }

    private static func moment(_ name: String, _ parameters: QueryParameters) throws(Problem) -> FilterMoment? {
        guard let text = try parameters.text(name, mostCharacters: 100) else { return nil }
        do {
            return try FilterMoment(text: text)
        } catch {
            throw .invalidParameter(name, at: error.position, error.reason)
        }
    }
}
