internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoServices

extension CommandContext {
    /// Who asks for a command and how, as the request says; throws a `Problem` when a header of it is malformed.
    init(_ request: Request, _ context: TodoRequestContext) throws(Problem) {
        self.init(
            userID: try context.requireUser(), sourceClient: try request.sourceClient(),
            correlationID: context.correlationID, traceParent: context.traceParent,
            idempotencyKey: try request.idempotencyKey(), expectedVersion: try request.expectedVersion())
    }
}

extension Request {
    fileprivate func sourceClient() throws(Problem) -> TaskUpdate.SourceClient {
        guard let text = headers[.sourceClient] else { return .api }
        guard let client = TaskUpdate.SourceClient(rawValue: text) else {
            throw Problem(.malformedRequest, "X-Source-Client is '\(text)'; expected web, mobile or api")
        }
        return client
    }
}
