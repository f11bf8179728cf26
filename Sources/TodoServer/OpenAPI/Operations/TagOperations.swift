internal import HTTPTypes
internal import TodoDomain

/// Tags.
enum TagOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listTags", method: .get, path: collection, group: .tags, summary: "Lists tags",
            parameters: [
                .query(
                    "count", .choice(["true", "false"]),
                    "`true`: with how many tasks carry each, and how many open ones")
            ],
            answers: [.json(200, .named("Tags"), "All of them")], examples: [list, counted]),
        APIOperation(
            id: "createTag", method: .post, path: collection, group: .tags, summary: "Makes a tag",
            parameters: APIParameter.command, body: .named("NewTag"),
            answers: [.json(201, .named("Tag"), "The tag", headers: [.location], links: links)],
            refusals: .ofCommand + [.conflict], examples: [create]),
        APIOperation(
            id: "getTag", method: .get, path: item, group: .tags, summary: "Reads a tag", parameters: [name],
            answers: [.json(200, .named("Tag"), "The tag")], examples: [read]),
        APIOperation(
            id: "updateTag", method: .patch, path: item, group: .tags, summary: "Renames or recolours a tag",
            details: "It has the new name in every task that carries it.", parameters: [name] + APIParameter.command,
            body: .named("TagPatch"), answers: [.json(200, .named("Tag"), "The tag as it is now", links: links)],
            refusals: .ofCommand + [.conflict], examples: [update]),
        APIOperation(
            id: "deleteTag", method: .delete, path: item, group: .tags,
            summary: "Deletes a tag, from every task too", parameters: [name] + APIParameter.command,
            answers: [.empty(204, "It is gone")], refusals: .ofCommand + .ofNoInput + [.conflict],
            examples: [delete]),
        APIOperation(
            id: "mergeTag", method: .post, path: item + "/merge", group: .tags, summary: "Makes one tag of two",
            details: "Tasks of the tag get the other one, which keeps its name and colour.",
            parameters: [name] + APIParameter.command, body: .named("TagMerge"),
            answers: [.json(200, .named("Tag"), "The tag that stays", links: links)],
            refusals: .ofCommand + [.conflict], examples: [merge]),
    ]

    private static let collection = "/api/{user_id}/tags"
    private static let item = collection + "/{name}"
    private static let name = APIParameter.path(
        "name", .text(pattern: APISchema.someText), "The tag's name, ignoring case")

    private static let links = ["getTag", "updateTag", "deleteTag"].map { operation in
        APIAnswer.Link(
            operation: operation, parameters: ["name": "$response.body#/name", "user_id": "$request.path.user_id"])
    }

    private static let work: JSONValue = ["name": "Work", "colour": "#1e90ff"]
    private static let place = ["name": "work"]

    private static let create = APIExample(
        name: "create-tag", text: "With a colour", body: ["name": "Work", "colour": "#1E90FF"], status: 201,
        answer: work)

    private static let list = APIExample(
        name: "list-tags", text: "All tags", after: ["create-tag"], status: 200, answer: [work])

    private static let counted = APIExample(
        name: "count-tags", text: "With how many tasks carry each", after: ["create-tag"], query: "count=true",
        status: 200, answer: [work.with(["task_count": 0, "open_count": 0])])

    private static let merge = APIExample(
        name: "merge-tags", text: "A tag cannot become one with itself", after: ["create-tag"], path: place,
        body: ["into": "WORK"], status: 422)

    private static let read = APIExample(
        name: "read-tag", text: "One tag", after: ["create-tag"], path: place, status: 200, answer: work)

    private static let update = APIExample(
        name: "rename-tag", text: "In every task that carries it", after: ["create-tag"], path: place,
        body: ["name": "Office"], status: 200, answer: work.with(["name": "Office"]))

    private static let delete = APIExample(
        name: "delete-tag", text: "From every task that carries it", after: ["create-tag"], path: place, status: 204)
}
