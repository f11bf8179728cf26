internal import HTTPTypes
internal import TodoDomain

/// Saved filters.
enum SavedFilterOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listFilters", method: .get, path: collection, group: .filters, summary: "Lists saved filters",
            answers: [.json(200, .list(of: .named("SavedFilter")), "All of them by name")], examples: [list]),
        APIOperation(
            id: "createFilter", method: .post, path: collection, group: .filters, summary: "Saves a filter",
            details: "`GET /api/{user_id}/tasks?saved_filter=` lists the tasks that satisfy it.",
            parameters: APIParameter.command, body: .named("NewFilter"),
            answers: [.json(201, .named("SavedFilter"), "The filter", headers: [.location])],
            refusals: .ofCommand + [.conflict], examples: [create, createRefused]),
        APIOperation(
            id: "getFilter", method: .get, path: item, group: .filters, summary: "Reads a saved filter",
            parameters: [name], answers: [.json(200, .named("SavedFilter"), "The filter")], examples: [read]),
        APIOperation(
            id: "updateFilter", method: .patch, path: item, group: .filters, summary: "Changes a saved filter",
            parameters: [name] + APIParameter.command, body: .named("FilterPatch"),
            answers: [.json(200, .named("SavedFilter"), "The filter as it is now")],
            refusals: .ofCommand + [.conflict], examples: [update]),
        APIOperation(
            id: "deleteFilter", method: .delete, path: item, group: .filters, summary: "Deletes a saved filter",
            parameters: [name] + APIParameter.command, answers: [.empty(204, "It is gone")],
            refusals: .ofCommand + .ofNoInput, examples: [delete]),
    ]

    private static let collection = "/api/{user_id}/filters"
    private static let item = collection + "/{name}"
    private static let name = APIParameter.path("name", .tagName, "The filter's name, ignoring case")

    private static let week: JSONValue = [
        "name": "This week", "filter": "!completed && due < today+7d", "sort": "due_date", "order": "asc",
    ]
    private static let place = ["name": "This week"]

    private static let create = APIExample(
        name: "create-filter", text: "With an order",
        body: ["name": "This week", "filter": "!completed && due < today+7d", "sort": "due_date"], status: 201,
        answer: week)
    private static let createRefused = APIExample(
        name: "create-filter-refused", text: "A filter that cannot be read", body: ["name": "a", "filter": "due <"],
        status: 422)
    private static let list = APIExample(
        name: "list-filters", text: "All saved filters", after: ["create-filter"], status: 200, answer: [week])
    private static let read = APIExample(
        name: "read-filter", text: "One saved filter", after: ["create-filter"], path: place, status: 200, answer: week)
    private static let update = APIExample(
        name: "update-filter", text: "In the other direction", after: ["create-filter"], path: place,
        body: ["order": "desc"], status: 200, answer: week.with(["order": "desc"]))
    private static let delete = APIExample(
        name: "delete-filter", text: "By its name", after: ["create-filter"], path: place, status: 204)
}
