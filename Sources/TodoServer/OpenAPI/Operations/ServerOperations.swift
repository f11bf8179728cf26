internal import HTTPTypes
internal import TodoDomain

/// What every process answers: is it alive, how is it, and what does it serve.
enum ServerOperations {
    static let all: [APIOperation] =
        [
            APIOperation(
                id: "getHealth", method: .get, path: "/healthz", group: .server,
                summary: "Tells that the process is alive", security: .open,
                answers: [
                    .json(
                        200,
                        .object([
                            .required("status", .constant("ok")),
                            .required("tzdata", .text().described("Version of the time zone data")),
                        ]), "It is alive", headers: [.noStore])
                ],
                examples: [
                    APIExample(
                        name: "healthy", text: "The process is alive", status: 200,
                        answer: ["status": "ok", "tzdata": "2026a"], varying: ["/tzdata"])
                ]),
            APIOperation(
                id: "getReadiness", method: .get, path: "/readyz", group: .server,
                summary: "Tells whether requests can be answered now", security: .open,
                answers: [
                    .json(200, .object([.required("status", .constant("ready"))]), "They can", headers: [.noStore])
                ],
                refusals: [.unavailable],
                examples: [
                    APIExample(name: "ready", text: "Requests are taken", status: 200, answer: ["status": "ready"])
                ]),
            APIOperation(
                id: "getMetrics", method: .get, path: "/metrics", group: .server,
                summary: "Figures in Prometheus' text format", security: .open,
                answers: [text(PrometheusRegistry.mediaType, "Every figure")]),
            APIOperation(
                id: "getProblem", method: .get, path: "/problems/{code}", group: .server,
                summary: "Says what a kind of problem means",
                details: "The `type` of every problem document leads here.", security: .open,
                parameters: [
                    .path("code", .choice(ProblemKind.allCases.map(\.rawValue)), "The problem's `code`")
                ],
                answers: [text("text/plain; charset=utf-8", "Its status and meaning")],
                examples: [
                    APIExample(
                        name: "meaning-of-a-problem", text: "What `not_found` means", path: ["code": "not_found"],
                        status: 200, answer: "not_found\n\nStatus 404. There is nothing here.\n")
                ]),
        ] + documents

    private static let documents: [APIOperation] = [
        document(
            "getOpenAPI", "/openapi.json", "This interface as an OpenAPI 3.1 document", "application/json",
            APISchema(["type": "object", "required": ["openapi", "info", "paths"]])),
        document(
            "getAsyncAPI", "/asyncapi.json", "Topics and WebSocket as an AsyncAPI 3.0 document", "application/json",
            APISchema(["type": "object", "required": ["asyncapi", "info", "channels"]])),
        document("getDocumentation", "/docs", "This interface as a page to read", "text/html; charset=utf-8", .text()),
        document("getDocumentationStyle", "/docs.css", "How that page looks", "text/css; charset=utf-8", .text()),
    ]

    private static func document(
        _ id: String, _ path: String, _ summary: String, _ mediaType: String, _ schema: APISchema
    ) -> APIOperation {
        .file(id, path, .server, summary, mediaType, schema)
    }

    private static func text(_ mediaType: String, _ meaning: String) -> APIAnswer {
        APIAnswer(status: 200, text: meaning, content: .init(mediaType: mediaType, schema: .text()))
    }
}

extension APIOperation {
    /// A file that is sent again only when it has changed.
    static func file(
        _ id: String, _ path: String, _ group: Group, _ summary: String, _ mediaType: String, _ schema: APISchema
    ) -> APIOperation {
        let headers = [
            APIAnswer.Header(name: "ETag", schema: .text(pattern: #"^"[^"]+"$"#), text: "Changes with the content"),
            APIAnswer.Header(
                name: "Cache-Control", schema: .constant("no-cache"), text: "A copy is good once it was asked for"),
        ]
        return APIOperation(
            id: id, method: .get, path: path, group: group, summary: summary, security: .open,
            parameters: [.ifNoneMatch],
            answers: [
                APIAnswer(
                    status: 200, text: "The content", content: .init(mediaType: mediaType, schema: schema),
                    headers: headers),
                .empty(304, "It is known already", headers: headers),
            ])
    }
}
