internal import HTTPTypes
internal import TodoDomain

/// One method of one path: what it takes and all that it answers.
struct APIOperation: Equatable, Sendable {
    /// A resource's operations stand together.
    enum Group: String, CaseIterable, Sendable {
        case accounts = "Accounts"
        case access = "Access"
        case tasks = "Tasks"
        case series = "Series"
        case reminders = "Reminders"
        case filters = "Saved filters"
        case tags = "Tags"
        case settings = "Settings"
        case audit = "Audit trail"
        case files = "Files"
        case webhooks = "Webhooks"
        case updates = "Live updates"
        case server = "Server"
        case page = "Page"
    }

    /// What must be shown to be let in.
    enum Security: Sendable {
        /// Nothing.
        case open
        /// A token of the user in the path.
        case bearer
        /// The same, but no API token: somebody who signed in.
        case session
    }

    /// Unique; programs made from the document call their functions so.
    let id: String
    let method: HTTPRequest.Method
    /// With its parameters in braces.
    let path: String
    let group: Group
    /// One line.
    let summary: String
    /// More, in Markdown of plain paragraphs and code.
    var details = ""
    var security = Security.bearer
    var parameters: [APIParameter] = []
    /// What the body must be; nil when no JSON is taken.
    var body: APISchema?
    /// False when the body may be left out.
    var needsBody = true
    /// What is taken as a body that is no JSON.
    var files: [APIAnswer.Content] = []
    var answers: [APIAnswer]
    /// Refusals beside those that follow from the rest.
    var refusals: [ProblemKind] = []
    var examples: [APIExample] = []
}

extension APIOperation {
    /// The parameters with those that go without saying: the path's user, and headers that every request may have.
    var allParameters: [APIParameter] {
        let user = path.contains("{user_id}") ? [APIParameter.user] : []
        return user + parameters + (takesToken ? [.correlationID] : [])
    }

    /// True when a token must be shown.
    var takesToken: Bool { security != .open }

    /// Every kind of refusal, in the order of `ProblemKind`.
    var problems: [ProblemKind] {
        var kinds: Set<ProblemKind> = [.malformedRequest, .headersTooLarge, .internalError]
        kinds.formUnion(refusals)
        kinds.formUnion(refusalsByPolicy)
        if takesToken {
            kinds.insert(security == .session ? .sessionRequired : .insufficientScope)
            kinds.formUnion([.unauthenticated, .forbidden, .unknownParameter, .invalidParameter, .unavailable])
        }
        if parameters.contains(where: { $0.place == .query }) {
            kinds.formUnion([.unknownParameter, .invalidParameter])
        }
        if path.contains("{") { kinds.insert(.notFound) }
        if body != nil {
            kinds.formUnion([.malformedJSON, .unsupportedMediaType, .bodyTooLarge, .invalid])
        }
        if !files.isEmpty { kinds.formUnion([.unsupportedMediaType, .bodyTooLarge, .invalid]) }
        return ProblemKind.allCases.filter(kinds.contains)
    }

    /// What the front door's policy refuses: too many requests, slow ones, and changes of no version in particular.
    private var refusalsByPolicy: [ProblemKind] {
        guard path.hasPrefix("/api/") else { return [] }
        var kinds: [ProblemKind] = [.tooManyRequests]
        if group != .updates { kinds.append(.deadlineExceeded) }
        if method != .get { kinds.append(.requestTimeout) }
        let isOfTask = [TaskOperations.item, TaskOperations.item + "/complete"].contains(path)
        if isOfTask, [.put, .patch, .delete].contains(method) { kinds.append(.preconditionRequired) }
        return kinds
    }

    /// The same problems by status, ascending.
    var problemsByStatus: [(status: Int, kinds: [ProblemKind])] {
        Dictionary(grouping: problems) { $0.status.code }.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }
}

extension APIParameter {
    /// Whose data it is.
    static let user = APIParameter.path(
        "user_id", .text(1...255, pattern: "^[^/]+$"),
        "Whose data it is: the `id` that signing up or in answered. It must be the subject of the token")
    /// Follows the request.
    static let correlationID = APIParameter.header(
        "X-Correlation-ID", .text(),
        "Follows the request through every service and comes back; one is made up for a request that has none, or one"
            + " that is not 1 to 128 letters, digits, dots, dashes and underscores")
}
