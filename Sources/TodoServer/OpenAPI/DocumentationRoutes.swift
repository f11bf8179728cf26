internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What is served, as documents for programs and as a page for people.
struct DocumentationRoutes: Sendable {
    private let documents: [ServedFile]

    /// The page has a style sheet of this server and nothing else.
    private static let policy =
        "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    /// The documents of those operations.
    init(_ operations: [APIOperation]) {
        let document = OpenAPIDocument(operations: operations)
        documents = [
            ServedFile("/openapi.json", "application/json", document.bytes),
            ServedFile("/asyncapi.json", "application/json", PackageResources.asyncapi_json),
            ServedFile("/docs", "text/html; charset=utf-8", Array(DocumentationPage(operations).html.utf8)),
            ServedFile("/docs.css", "text/css; charset=utf-8", PackageResources.docs_css),
        ]
    }

    func add(to router: Router<TodoRequestContext>) {
        for document in documents {
            router.resource(
                RouterPath(document.path),
                [.get: { request, _ in DocumentationRoutes.serve(document, request) }])
        }
    }

    private static func serve(_ document: ServedFile, _ request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: document.mediaType, .eTag: document.entityTag, .cacheControl: "no-cache",
            .contentSecurityPolicy: policy, .referrerPolicy: "no-referrer",
        ]
        guard request.headers[.ifNoneMatch] != document.entityTag else {
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }
}
