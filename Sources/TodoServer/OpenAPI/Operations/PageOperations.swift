/// The page for browsers and its parts.
enum PageOperations {
    static let all: [APIOperation] =
        [
            file("getPage", "/", "The page", "text/html; charset=utf-8"),
            file("getPageStyle", "/style.css", "How the page looks", "text/css; charset=utf-8"),
            file("getPageIcon", "/icon.svg", "The page's icon", "image/svg+xml"),
        ]
        + ["main", "account", "api", "replica", "stream", "view"].map { name in
            file("getPageScript_\(name)", "/\(name).js", "A script of the page", "text/javascript; charset=utf-8")
        }

    private static func file(_ id: String, _ path: String, _ summary: String, _ mediaType: String) -> APIOperation {
        .file(id, path, .page, summary, mediaType, .text())
    }
}
