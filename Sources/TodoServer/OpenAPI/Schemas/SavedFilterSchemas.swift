internal import TodoDomain

/// Saved filters as they are answered and sent.
enum SavedFilterSchemas {
    static let all: [String: APISchema] = [
        "SavedFilter": .object([
            .required("name", .text(pattern: APISchema.someText)),
            .required("filter", .text()),
            .required("sort", sort),
            .required("order", order),
        ]),
        "NewFilter": .object([.required("name", name), .required("filter", filter)] + arrangement),
        "FilterPatch": .object([.optional("name", name), .optional("filter", filter)] + arrangement),
    ]

    private static let sort = APISchema.choice(SavedFilter.Sort.allCases.map(\.rawValue))
    private static let order = APISchema.choice(SavedFilter.Order.allCases.map(\.rawValue))
    private static let name = APISchema.tagName.described("At most 50 characters, one filter's whatever its case")
    private static let filter = APISchema.text(1...SavedFilter.longestText, format: "task-filter")
    private static let arrangement: [APISchema.Member] = [
        .optional("sort", sort.orNull.described("null leaves it, or is `created`")),
        .optional("order", order.orNull.described("null leaves it, or is `asc`")),
    ]
}
