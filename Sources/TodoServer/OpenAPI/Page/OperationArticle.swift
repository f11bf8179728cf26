internal import HTTPTypes
internal import TodoDomain

/// One operation as the page tells of it.
struct OperationArticle {
    let operation: APIOperation

    var html: String {
        let method = operation.method.rawValue
        return """
            <article id="\(operation.id)">
            <h3><span class="method \(method.lowercased())">\(method)</span> \
            <code>\(HTMLText.escaped(operation.path))</code></h3>
            <p>\(HTMLText.line(operation.summary)).</p>
            \(HTMLText.paragraphs(operation.details))\(access)\(parameters)\(body)\(answers)\(refusals)\
            \(operation.examples.map(example).joined())</article>

            """
    }

    /// A member of an object as a row: its name, whether it must be there, what it may be, and what it means.
    static func row(_ member: APISchema.Member) -> [String] {
        [
            "<code>\(HTMLText.escaped(member.name))</code>", member.isRequired ? "required" : "",
            SchemaText(member.schema.json).html, meaning(of: member.schema),
        ]
    }

    private static func meaning(of schema: APISchema) -> String {
        guard case .string(let text) = schema.keywords["description"] else { return "" }
        return HTMLText.line(text)
    }

    private var access: String {
        switch operation.security {
        case .open: ""
        case .bearer: "<p class=\"note\">With a token of the user in the path.</p>\n"
        case .session: "<p class=\"note\">With a token of the user in the path who signed in, no API token.</p>\n"
        }
    }

    private var parameters: String {
        HTMLText.table(
            ["Parameter", "In", "Value", ""],
            operation.allParameters.map { parameter in
                [
                    "<code>\(HTMLText.escaped(parameter.name))</code>",
                    parameter.place.rawValue + (parameter.isRequired ? ", required" : ""),
                    SchemaText(parameter.schema.json).html, HTMLText.line(parameter.text),
                ]
            })
    }

    private var body: String {
        guard !operation.contents.isEmpty else { return "" }
        let kinds = operation.files.map { "<code>\($0.mediaType)</code>" }
        let json = operation.body.map { [SchemaText($0.json).html] } ?? []
        return "<p>Body\(operation.needsBody ? "" : ", which may be left out"): "
            + (json + kinds).joined(separator: ", or ") + "</p>\n"
    }

    private var answers: String {
        HTMLText.table(
            ["Answer", "", "Body", "Headers"],
            operation.answers.map { answer in
                let body = answer.content.map { content in
                    content.mediaType == "application/json"
                        ? SchemaText(content.schema.json).html : "<code>\(content.mediaType)</code>"
                }
                let headers = answer.headers.map { "<code>\($0.name)</code>: \(HTMLText.line($0.text))" }
                return [
                    String(answer.status), HTMLText.line(answer.text), body ?? "none",
                    headers.joined(separator: "<br>"),
                ]
            })
    }

    private var refusals: String {
        let list = operation.problemsByStatus.map { status, kinds in
            "\(status) " + kinds.map { "<a href=\"#problems\"><code>\($0.rawValue)</code></a>" }.joined(separator: ", ")
        }
        return "<p class=\"note\">Refusals: \(list.joined(separator: "; ")).</p>\n"
    }

    private func example(_ example: APIExample) -> String {
        let command = HTMLText.escaped(CurlCommand(operation, example).text)
        let answer = example.answer.map { "\n\n" + HTMLText.escaped($0.text) } ?? ""
        return """
            <figure><figcaption>\(HTMLText.line(example.text))</figcaption>
            <pre><code>\(command)</code></pre>
            <pre class="answer"><code>\(example.status)\(answer)</code></pre></figure>

            """
    }
}
