internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Turns whatever was thrown into a problem document; what was not foreseen is logged and hidden.
struct ProblemBoundary: RouterMiddleware {
    typealias Context = TodoRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The rest of the connection cannot be read: the channel answers and closes.
            throw error
        } catch {
            let problem = Problem(RequestProgress.current) ?? Problem(refusing: error)
            if problem.kind == .internalError {
                context.logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
            }
            return problem.response(
                instance: request.uri.path, correlationID: context.correlationID,
                language: AnswerLanguage(accepting: request.headers[.acceptLanguage]))
        }
    }
}

extension Problem {
    /// The refusal that stands for an error thrown while answering a request.
    init(refusing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is NIOTooManyBytesError: self = .bodyTooLarge
        case let error as HTTPError where error.status == .notFound: self = .nothingHere
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            self = Problem(.malformedRequest, "the request was refused: \(error.status.reasonPhrase)")
        default: self = Problem(serviceError: error) ?? .unforeseen
        }
    }

    /// The answer to a path that leads nowhere.
    static let nothingHere: Problem = .init(.notFound, "no such path")

    /// The answer to a body over the limit.
    static let bodyTooLarge: Problem = .init(
        .bodyTooLarge, "the body has more than \(TodoRequestContext.maximumBodyBytes) bytes")
}
