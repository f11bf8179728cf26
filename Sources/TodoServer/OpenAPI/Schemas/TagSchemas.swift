internal import TodoDomain

/// Tags as they are answered and sent.
enum TagSchemas {
    static let all: [String: APISchema] = [
        "Tag": .object([
            .required("name", .text(pattern: APISchema.someText)),
            .required("colour", .text(pattern: "^#[0-9a-f]{6}$")),
        ]),
        "Tags": .list(of: .named("ListedTag")),
        "ListedTag": .object([
            .required("name", .text(pattern: APISchema.someText)),
            .required("colour", .text(pattern: "^#[0-9a-f]{6}$")),
            .optional("task_count", APISchema.integer(from: 0).described("How many tasks carry it")),
            .optional("open_count", APISchema.integer(from: 0).described("How many of those are open")),
        ]),
        "TagMerge": .object([.required("into", APISchema.text().described("Name of the tag that stays"))]),
        "NewTag": .object([.required("name", name), .optional("colour", colour)]),
        "TagPatch": .object([.optional("name", name), .optional("colour", colour)]),
    ]

    private static let name = APISchema.tagName.described("At most 50 characters, one tag's whatever its case")
    private static let colour = APISchema.text(pattern: "^#[0-9A-Fa-f]{6}$").orNull.described("`#rrggbb`")
}
