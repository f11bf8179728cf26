internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The page and its parts, which are built into the program.
struct WebRoutes: Sendable {
    private static let files: [ServedFile] = [
        ServedFile("/", "text/html; charset=utf-8", PackageResources.index_html),
        script("main", PackageResources.main_js),
        script("account", PackageResources.account_js),
        script("api", PackageResources.api_js),
        script("replica", PackageResources.replica_js),
        script("stream", PackageResources.stream_js),
        script("view", PackageResources.view_js),
        ServedFile("/style.css", "text/css; charset=utf-8", PackageResources.style_css),
        ServedFile("/icon.svg", "image/svg+xml", PackageResources.icon_svg),
    ]

    /// Nothing may be loaded or sent but from and to this server, and no script but the page's own runs.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static func script(_ name: String, _ bytes: [UInt8]) -> ServedFile {
        ServedFile("/\(name).js", "text/javascript; charset=utf-8", bytes)
    }

    func add(to router: Router<TodoRequestContext>) {
        for file in WebRoutes.files {
            router.resource(RouterPath(file.path), [.get: { request, _ in WebRoutes.serve(file, request) }])
        }
    }

    private static func serve(_ file: ServedFile, _ request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: file.mediaType, .eTag: file.entityTag, .cacheControl: "no-cache",
            .contentSecurityPolicy: policy, .referrerPolicy: "no-referrer",
        ]
        guard request.headers[.ifNoneMatch] != file.entityTag else {
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
