internal import HTTPTypes
internal import TodoDomain

/// The interface as one page of HTML, without anything from elsewhere and without scripts.
struct DocumentationPage {
    private let operations: [APIOperation]
    private let document: OpenAPIDocument

    init(_ operations: [APIOperation]) {
        self.operations = operations
        document = OpenAPIDocument(operations: operations)
    }

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Evolution of Todo: the interface</title>
        <link rel="stylesheet" href="/docs.css">
        </head>
        <body>
        <a class="skip" href="#content">To the content</a>
        <nav aria-label="Contents">\(contents)</nav>
        <main id="content">
        <h1>Evolution of Todo: the interface</h1>
        <p>For programs: <a href="/openapi.json">OpenAPI 3.1</a>, and <a href="/asyncapi.json">AsyncAPI 3.0</a> for \
        topics and the WebSocket.</p>
        \(HTMLText.paragraphs(APIText.description))
        <h2 id="examples">Examples</h2>
        <p>The commands below run in a shell after these, which sign up:</p>
        <pre><code>\(HTMLText.escaped(Self.preparation))</code></pre>
        \(groups.map(section).joined())
        <section><h2 id="problems">Problems</h2>\n\(problems)</section>
        <section><h2 id="schemas">Schemas</h2>\n\(schemas)</section>
        </main>
        </body>
        </html>

        """
    }

    private static let preparation = #"""
        B=http://127.0.0.1:8000
        curl -s $B/api/auth/sign-up -H 'Content-Type: application/json' \
          -d '{"email":"sana@example.com","password":"correct horse"}' >me.json
        ME=$(grep -o '"id":"[^"]*' me.json | cut -d'"' -f4)
        AUTH="Authorization: Bearer $(grep -o '"token":"[^"]*' me.json | cut -d'"' -f4)"
        """#

    private var groups: [APIOperation.Group] {
        APIOperation.Group.allCases.filter { group in operations.contains { $0.group == group } }
    }

    private var contents: String {
        let list = groups.map { group in
            let items = operations.filter { $0.group == group }.map { operation in
                "<li><a href=\"#\(operation.id)\">\(HTMLText.line(operation.summary))</a></li>\n"
            }
            return "<p><a href=\"#\(group.anchor)\">\(group.rawValue)</a></p>\n<ul>\(items.joined())</ul>\n"
        }
        return list.joined() + "<p><a href=\"#problems\">Problems</a></p>\n<p><a href=\"#schemas\">Schemas</a></p>\n"
    }

    private func section(_ group: APIOperation.Group) -> String {
        let articles = operations.filter { $0.group == group }.map { OperationArticle(operation: $0).html }
        return """
            <section><h2 id="\(group.anchor)">\(group.rawValue)</h2>
            <p>\(HTMLText.line(group.text)).</p>
            \(articles.joined())</section>

            """
    }

    private var problems: String {
        let known = Set(operations.flatMap(\.problems)).union([.methodNotAllowed, .notFound])
        return HTMLText.table(
            ["Kind", "Status", "Meaning"],
            ProblemKind.allCases.filter(known.contains).map { kind in
                [
                    "<a href=\"/problems/\(kind.rawValue)\"><code>\(kind.rawValue)</code></a>",
                    String(kind.status.code), HTMLText.escaped(kind.title),
                ]
            })
    }

    private var schemas: String {
        document.schemaNames.map { name in
            let schema = APISchemas.all[name] ?? APISchema([:])
            let rows = schema.members.map { OperationArticle.row($0) }
            let kind = schema.members.isEmpty ? "<p>\(SchemaText(schema.json).html)</p>\n" : ""
            return "<h3 id=\"schema-\(name)\">\(name)</h3>\n" + kind
                + HTMLText.table(["Member", "", "Value", ""], rows)
        }.joined()
    }
}

extension APIOperation.Group {
    /// Where the page tells of the group.
    fileprivate var anchor: String { "group-" + rawValue.lowercased().replacing(" ", with: "-") }
}
