internal import SidecarRules

/// One request of a case, and what its answer must be.
struct SidecarStep: Sendable {
    var method: SidecarRequest.Method
    var path: String
    var query: [String: String] = [:]
    var headers: [String: String] = [:]
    var body = ""
    /// Status, and `errorCode` after a space when there must be one.
    var outcome: String
    /// JSON that the body must be; nil asks for nothing.
    var json: String?
    /// Members of the body and what they must be, by path with dots.
    var members: [String: String] = [:]
    /// Reason in the error's details.
    var reason: String?
    /// Headers that must be there.
    var answered: [String: String] = [:]

    init(_ method: SidecarRequest.Method, _ path: String, _ body: String, _ outcome: String) {
        self.init(method, path, outcome)
        self.body = body
    }

    init(_ method: SidecarRequest.Method, _ path: String, _ outcome: String) {
        self.method = method
        self.path = path
        self.outcome = outcome
    }

    func with(_ change: (inout SidecarStep) -> Void) -> SidecarStep {
        var step = self
        change(&step)
        return step
    }

    /// The step with the run's own texts in place of their names.
    func filled(tag: String, etag: String) -> SidecarStep {
        func filled(_ text: String) -> String { text.replacing("{tag}", with: tag).replacing("{etag}", with: etag) }
        var step = self
        step.path = filled(path)
        step.headers = headers.mapValues(filled)
        step.body = filled(body)
        step.json = json.map(filled)
        return step
    }

    var request: SidecarRequest {
        SidecarRequest(method, path, query: query, headers: headers, body: Array(body.utf8))
    }

    /// What is wrong with an answer.
    func complaints(about answer: SidecarResponse) -> [String] {
        var complaints: [String] = []
        let body = SidecarJSON(answer.body)
        let code = body?["errorCode"]?.text
        let told = code.map { "\(answer.status) \($0)" } ?? "\(answer.status)"
        if told != outcome { complaints.append("answered \(told), not \(outcome)") }
        let text = String(decoding: answer.body, as: UTF8.self)
        if let json, body != SidecarJSON(Array(json.utf8)) { complaints.append("the body is \(text), not \(json)") }
        for (path, expected) in members {
            let found = path.split(separator: ".").reduce(body) { $0?[String($1)] }
            if found != SidecarJSON(Array(expected.utf8)) { complaints.append("\(path) is not \(expected) in \(text)") }
        }
        for (name, expected) in answered where answer.headers[name] != expected {
            complaints.append("header \(name) is \(answer.headers[name] ?? "missing"), not \(expected)")
        }
        if let reason {
            let details = body?["details"]?.elements ?? []
            let information = details.first { $0["@type"]?.text == "type.googleapis.com/google.rpc.ErrorInfo" }
            if information?["reason"]?.text != reason { complaints.append("the reason is not \(reason) in \(text)") }
        }
        return complaints
    }
}
